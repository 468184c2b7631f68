#include "sockets.hpp"

#include <cxload/base/crypto.hpp>

#include "bridge.hpp"
#include "speakers.hpp"

namespace cxload::standin {
namespace {

std::uint64_t random_seed() {
  std::array<std::byte, 8> bytes;
  crypto::random_bytes(bytes.data(), bytes.size());
  std::uint64_t seed = 0;
  for (const std::byte b : bytes) seed = seed << 8 | std::to_integer<std::uint64_t>(b);
  return seed;
}

std::unique_ptr<SilentPort> make_speaker(MediaKind kind, net::Shard& shard) {
  if (kind == MediaKind::echo) return std::make_unique<EchoPort>();
  if (kind == MediaKind::tone) return std::make_unique<TonePort>(shard);
  if (kind == MediaKind::record) return std::make_unique<RecordPort>(shard);
  if (kind == MediaKind::digits) return std::make_unique<DigitPort>();
  return std::make_unique<SilentPort>();
}

}  // namespace

MediaSockets::MediaSockets(net::Shard& shard, net::Address address)
    : shard_(shard), address_(address), random_(random_seed()) {}

std::unique_ptr<MediaPipe> MediaSockets::open_pipe(bool is_secure, const MediaFaults& faults,
                                                   MediaPipe::Hears hears) {
  return faulty_.wrap(is_secure ? open_secure_pipe(shard_, address_, random_, std::move(hears))
                                : open_plain_pipe(shard_, address_, std::move(hears)),
                      faults);
}

std::unique_ptr<MediaPort> MediaSockets::open(MediaKind kind, bool is_secure, const MediaFaults& faults) {
  std::unique_ptr<SilentPort> speaker = make_speaker(kind, shard_);
  const auto hear = [raw = speaker.get()](std::span<const std::byte> packet) { raw->on_rtp(packet); };
  std::unique_ptr<MediaPipe> pipe = open_pipe(is_secure, faults, {hear});
  if (!pipe) return nullptr;
  speaker->use(std::move(pipe));
  return speaker;
}

std::unique_ptr<MediaBridge> MediaSockets::open_bridge(bool secure_caller, bool secure_callee,
                                                       const MediaFaults& faults) {
  auto bridge = std::make_unique<Bridge>();
  for (const Leg leg : {Leg::caller, Leg::callee}) {
    auto pipe = open_pipe(leg == Leg::caller ? secure_caller : secure_callee, faults, bridge->hears(leg));
    if (!pipe) return nullptr;
    bridge->use(leg, std::move(pipe));
  }
  return bridge;
}

}  // namespace cxload::standin
