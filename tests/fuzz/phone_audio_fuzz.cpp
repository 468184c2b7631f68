// Any datagrams to the media port of a call, as RTP and as RTCP: its figures stay possible, whatever the
// payloads are: speech of every codec, digits, noise.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "audio/audio_stream.hpp"

namespace {

using namespace cxload;

sdp::AgreedStream agreed() {
  sdp::AgreedStream stream;
  stream.codec = {"PCMU", 8000, 1, 0, {}};
  stream.telephone_event = sdp::telephone_event();
  stream.codecs = {
      stream.codec, {"PCMA", 8000, 1, 8, {}}, {"opus", 48'000, 2, 111, {}}, *stream.telephone_event};
  stream.direction = sdp::Direction::sendrecv;
  return stream;
}

void check(const phone::MediaCounts& counts) {
  if (counts.duplicates > counts.received || counts.jitter < Duration::zero()) __builtin_trap();
  if (counts.longest_gap < Duration::zero() || counts.digits.size() > 128) __builtin_trap();
  if (counts.rating && !(counts.rating->mos >= 1 && counts.rating->mos <= 5)) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static net::Shard shard(0, Random(1));
  Random random(2);
  phone::AudioStream audio(
      shard, random, [](std::span<std::byte>, std::size_t) { return true; },
      [](std::span<std::byte>, std::size_t) { return true; });
  audio.agree(agreed());
  audio.carry_tag({}, true, [](const media::TagReader::Read&) {});
  TimePoint now{std::chrono::seconds(1000)};
  // Datagrams: an octet of length, then that many; each 20 ms later, those of 255 octets ten seconds.
  const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
  for (std::size_t at = 0; at < size;) {
    const std::size_t length = std::min<std::size_t>(data[at], size - at - 1);
    const std::span<const std::byte> datagram = bytes.subspan(at + 1, length);
    now += length == 255 ? Duration(std::chrono::seconds(10)) : media::frame_time;
    audio.on_packet(datagram, now);
    audio.on_rtcp(datagram, now);
    at += 1 + length;
  }
  check(audio.counts());
  (void)audio.failure();
  return 0;
}
