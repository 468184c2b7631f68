#include "speakers.hpp"

#include <algorithm>
#include <array>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/media/g711.hpp>
#include <cxload/rtp/packet.hpp>

namespace cxload::standin {
namespace {

constexpr std::size_t most_digits = 128;   // of a call
constexpr std::uint64_t beep_frames = 20;  // 400 ms
constexpr std::size_t most_recorded = 180 * recording_rate;

}  // namespace

void EchoPort::on_rtp(std::span<const std::byte> packet) {
  if (!remote_ || !remote_->wants_media || packet.size() > largest_packet) return;
  PacketBuffer buffer;
  std::copy(packet.begin(), packet.end(), buffer.begin());
  pipe_->send(buffer, packet.size());
}

void DigitPort::on_rtp(std::span<const std::byte> packet) {
  const Result<rtp::Packet> read = rtp::parse_packet(packet);
  if (!read || !remote_ || remote_->event_type != read->header.payload_type) return;
  const auto digit = reader_.on_packet(read->header.timestamp, read->payload);
  if (digit && digits_.size() < most_digits) digits_ += *digit;
}

SpeakerPort::SpeakerPort(net::Shard& shard, Sound sound, std::uint64_t frames)
    : sound_(sound), frames_(frames), timer_(shard, [this](TimePoint now) { on_due(now); }) {
  std::array<std::byte, 10> random;
  crypto::random_bytes(random.data(), random.size());
  for (std::size_t i = 0; i < 4; ++i) ssrc_ = ssrc_ << 8 | std::to_integer<std::uint32_t>(random[i]);
  for (std::size_t i = 4; i < 8; ++i)
    first_timestamp_ = first_timestamp_ << 8 | std::to_integer<std::uint32_t>(random[i]);
  // Below 2^15, as of phones: see AudioStream.
  first_sequence_ = static_cast<std::uint16_t>((std::to_integer<unsigned>(random[8]) & 0x7FU) << 8 |
                                               std::to_integer<unsigned>(random[9]));
}

void SpeakerPort::set_remote(const MediaRemote& remote) {
  SilentPort::set_remote(remote);
  codec_ = media::find_codec(remote.codec);
  if (codec_ == nullptr) return timer_.disarm();
  said_ = sound_(*codec_);
  if (!clock_) clock_.emplace(Clock::now(), media::frame_time);
  timer_.arm(clock_->next_deadline());
}

void SpeakerPort::on_due(TimePoint now) {
  const media::SenderClock::Due due = clock_->take_due(now);
  for (int i = 0; i < due.count; ++i)
    if (const std::uint64_t index = due.first + static_cast<std::uint64_t>(i);
        remote_->wants_media && index < frames_)
      send(index);
  if (due.first < frames_) timer_.arm(clock_->next_deadline());
}

void SpeakerPort::send(std::uint64_t index) {
  PacketBuffer packet;
  rtp::Header header;
  header.payload_type = remote_->payload_type;
  header.marker = index == 0;
  header.sequence = {static_cast<std::uint16_t>(first_sequence_ + index)};
  header.timestamp = {first_timestamp_ + static_cast<std::uint32_t>(index) * codec_->timestamp_step()};
  header.ssrc = static_cast<rtp::Ssrc>(ssrc_);
  rtp::write_header(header, std::span(packet).first<rtp::fixed_header_size>());
  const std::span<const std::byte> frame = said_->frame(index);
  std::copy(frame.begin(), frame.end(), packet.begin() + rtp::fixed_header_size);
  pipe_->send(packet, rtp::fixed_header_size + frame.size());
}

RecordPort::RecordPort(net::Shard& shard) : SpeakerPort(shard, &tone_in, beep_frames) {}

void RecordPort::on_rtp(std::span<const std::byte> packet) {
  const Result<rtp::Packet> read = rtp::parse_packet(packet);
  if (!read || !remote_ || read->header.payload_type != remote_->payload_type) return;
  const auto timestamp = static_cast<std::uint32_t>(read->header.timestamp.value);
  if (!first_timestamp_) first_timestamp_ = timestamp;
  // Silence that was not sent, and packets that were lost, keep their place.
  const auto at = static_cast<std::int32_t>(timestamp - *first_timestamp_);
  if (at < 0 || static_cast<std::size_t>(at) + read->payload.size() > most_recorded) return;
  const std::size_t end = static_cast<std::size_t>(at) + read->payload.size();
  if (samples_.size() < end) samples_.resize(end);
  const bool is_mu = text::iequals(remote_->codec, "PCMU");
  std::transform(read->payload.begin(), read->payload.end(), samples_.begin() + at, [is_mu](std::byte code) {
    const auto octet = std::to_integer<std::uint8_t>(code);
    return is_mu ? media::decode_pcmu(octet) : media::decode_pcma(octet);
  });
}

}  // namespace cxload::standin
