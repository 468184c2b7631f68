// Any bytes as SRTP and SRTCP: nothing that was not protected with the keys is ever good, and no packet
// grows.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <cxload/srtp/session.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cxload;
  for (const srtp::ProfileFacts& profile : srtp::profiles()) {
    const std::vector<std::uint8_t> exported(srtp::exported_size(profile.profile), 7);
    const auto session = srtp::Session::make(srtp::split_keys(profile.profile, exported, true));
    if (!session) __builtin_trap();
    // Packets: an octet of length, then that many.
    for (std::size_t at = 0; at < size;) {
      const std::size_t length = std::min<std::size_t>(data[at], size - at - 1);
      for (const bool is_rtcp : {false, true}) {
        std::vector<std::byte> packet(length);
        for (std::size_t i = 0; i < length; ++i) packet[i] = static_cast<std::byte>(data[at + 1 + i]);
        const auto opened = is_rtcp ? (*session)->unprotect_rtcp(packet) : (*session)->unprotect_rtp(packet);
        if (opened.verdict == srtp::Verdict::good || opened.size > length) __builtin_trap();
      }
      at += 1 + length;
    }
  }
  return 0;
}
