// Any bytes as an RTP packet: every part must lie inside them.
#include <cstddef>
#include <cstdint>

#include <cxload/rtp/packet.hpp>
#include <cxload/rtp/receive_stats.hpp>

namespace {

bool lies_inside(std::span<const std::byte> part, std::span<const std::byte> whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cxload;
  const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
  const auto packet = rtp::parse_packet(bytes);
  if (packet && (!lies_inside(packet->csrcs, bytes) || !lies_inside(packet->extension, bytes) ||
                 !lies_inside(packet->payload, bytes)))
    __builtin_trap();
  // The same bytes as sequence numbers, two each.
  rtp::ReceiveStats stats(8000);
  for (std::size_t i = 0; i + 1 < size; i += 2) {
    const auto number = static_cast<std::uint16_t>(data[i] << 8 | data[i + 1]);
    stats.on_packet({0, false, {number}, {number * 160U}, rtp::Ssrc{1}},
                    TimePoint(std::chrono::milliseconds(20) * i));
    if (stats.duplicates() > stats.received() || stats.lost() > stats.expected()) __builtin_trap();
  }
  return 0;
}
