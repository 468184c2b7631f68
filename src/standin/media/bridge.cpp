#include "bridge.hpp"

#include <algorithm>

namespace cxload::standin {

MediaPipe::Hears Bridge::hears(Leg leg) {
  const auto pass = [this, leg](std::span<const std::byte> packet, auto send) {
    MediaPipe* to = pipe_of(other(leg)).get();
    if (to == nullptr || packet.size() > largest_packet) return;
    PacketBuffer buffer;
    std::copy(packet.begin(), packet.end(), buffer.begin());
    (to->*send)(buffer, packet.size());
  };
  return {[pass](std::span<const std::byte> packet) { pass(packet, &MediaPipe::send); },
          [pass](std::span<const std::byte> compound) { pass(compound, &MediaPipe::send_rtcp); }};
}

}  // namespace cxload::standin
