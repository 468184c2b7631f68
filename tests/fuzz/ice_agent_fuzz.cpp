// Any datagrams to an agent of ICE, full and lite, in both roles: without the password nobody is selected.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <cxload/ice/agent.hpp>

namespace {

struct Nobody final : cxload::ice::AgentSink {
  void send_stun(std::size_t, const cxload::stun::TransportAddress&, cxload::stun::Bytes) override { ++sent; }
  std::size_t sent = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cxload;
  const stun::Bytes bytes(reinterpret_cast<const std::byte*>(data), size);
  for (const auto& [is_controlling, is_lite] :
       {std::pair(false, false), std::pair(true, false), std::pair(false, true)}) {
    Nobody nobody;
    Random random(1);
    ice::AgentOptions options;
    options.is_controlling = is_controlling;
    options.is_lite = is_lite;
    ice::Agent agent(options, random, static_cast<ice::AgentSink&>(nobody));
    ice::Candidate candidate;
    candidate.foundation = "1";
    candidate.address.port = 4000;
    (void)agent.add_base(candidate);
    TimePoint now{std::chrono::seconds(1)};
    candidate.address.port = 5000;
    agent.set_remote({"abcd", "0123456789abcdefghijkl"}, {candidate}, false, now);
    // Messages: two octets of length, then that many.
    std::size_t heard = 0;
    for (std::size_t at = 0; at + 2 <= size; ++heard) {
      const std::size_t length = std::min<std::size_t>(data[at] << 8 | data[at + 1], size - at - 2);
      agent.receive(0, candidate.address, bytes.subspan(at + 2, length), now += std::chrono::milliseconds(1));
      agent.tick(now);
      at += 2 + length;
    }
    if (agent.selected() || nobody.sent > 100 + 2 * heard) __builtin_trap();
  }
  return 0;
}
