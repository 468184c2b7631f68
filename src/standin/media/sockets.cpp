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
  if (kind == MediaKind::tone || kind == MediaKind::announcement)
    return std::make_unique<SpeakerPort>(shard, &tone_in);
  if (kind == MediaKind::music) return std::make_unique<SpeakerPort>(shard, &music_in);
  if (kind == MediaKind::record) return std::make_unique<RecordPort>(shard);
  if (kind == MediaKind::digits) return std::make_unique<DigitPort>();
  return std::make_unique<SilentPort>();
}

}  // namespace

MediaSockets::MediaSockets(net::Shard& shard, net::Address address, bool is_lite)
    : shard_(shard), address_(address), is_lite_(is_lite), random_(random_seed()) {}

std::unique_ptr<MediaPipe> MediaSockets::open_pipe(sdp::Keying keying, const MediaFaults& faults,
                                                   MediaPipe::Hears hears) {
  if (keying != sdp::Keying::dtls)
    return faulty_.wrap(open_plain_pipe(shard_, address_, random_, keying, std::move(hears)), faults, false);
  using Handshake = net::ChannelManners::Handshake;
  net::ChannelManners manners;
  manners.is_lite = is_lite_;
  if (faults.replays) manners.copies = copies_of_a_replay;
  if (faults.no_handshake) manners.handshake = Handshake::none;
  if (faults.half_handshake) manners.handshake = Handshake::first_flight;
  return faulty_.wrap(open_secure_pipe(shard_, address_, random_, manners, std::move(hears)), faults, true);
}

std::unique_ptr<MediaPort> MediaSockets::open(MediaKind kind, sdp::Keying keying, const MediaFaults& faults) {
  std::unique_ptr<SilentPort> speaker = make_speaker(kind, shard_);
  const auto hear = [raw = speaker.get()](std::span<const std::byte> packet) { raw->on_rtp(packet); };
  std::unique_ptr<MediaPipe> pipe = open_pipe(keying, faults, {hear});
  if (!pipe) return nullptr;
  speaker->use(std::move(pipe));
  return speaker;
}

std::unique_ptr<MediaBridge> MediaSockets::open_bridge(sdp::Keying caller, sdp::Keying callee,
                                                       const MediaFaults& faults) {
  auto bridge = std::make_unique<Bridge>();
  for (const Leg leg : {Leg::caller, Leg::callee}) {
    auto pipe = open_pipe(leg == Leg::caller ? caller : callee, faults, bridge->hears(leg));
    if (!pipe) return nullptr;
    bridge->use(leg, std::move(pipe));
  }
  return bridge;
}

}  // namespace cxload::standin
