// Any datagrams to a DTLS session in both roles: it goes on waiting, or has failed with a class of its own,
// and never opens.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <cxload/dtls/certificate.hpp>
#include <cxload/dtls/session.hpp>

namespace {

struct Nobody final : cxload::dtls::DatagramSink {
  void send_dtls(std::span<const std::byte>) override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cxload;
  static const dtls::Fingerprint expected = dtls::Certificate::of_this_process()->fingerprint();
  for (const bool is_client : {false, true}) {
    Nobody nobody;
    dtls::SessionOptions options;
    options.is_client = is_client;
    options.expected = expected;
    TimePoint now{std::chrono::seconds(1)};
    dtls::Session session(options, static_cast<dtls::DatagramSink&>(nobody), now);
    // Datagrams: two octets of length, then that many.
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
    for (std::size_t at = 0; at + 2 <= size;) {
      const std::size_t length = std::min<std::size_t>(data[at] << 8 | data[at + 1], size - at - 2);
      session.receive(bytes.subspan(at + 2, length), now += std::chrono::milliseconds(1));
      at += 2 + length;
    }
    session.tick(now + std::chrono::seconds(2));
    if (session.state() == dtls::State::open || session.keys()) __builtin_trap();
    if (session.failure() && !std::string_view(session.failure()->kind).starts_with("dtls."))
      __builtin_trap();
  }
  return 0;
}
