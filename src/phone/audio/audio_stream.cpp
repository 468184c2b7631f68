#include "audio_stream.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <cxload/rtp/packet.hpp>

namespace cxload::phone {
namespace {

/// For what a carrier puts behind a packet.
constexpr std::size_t room_behind = 160;
constexpr std::size_t most_digits = 128;  // kept of a call
constexpr Duration source_patience = 3 * media::frame_time;
constexpr std::uint8_t comfort_noise_type = 13;  // RFC 3389
constexpr Duration longest_packet = std::chrono::milliseconds(120);
/// Of 20 ms each in a packet: as many as the peer would like, and no more than it takes.
unsigned frames_for(const sdp::AgreedStream& agreed) {
  constexpr unsigned frame = 20;  // ms
  unsigned milliseconds = agreed.packet_time == 0 ? frame : agreed.packet_time;
  if (agreed.longest_packet != 0) milliseconds = std::min(milliseconds, agreed.longest_packet);
  return std::clamp(milliseconds / frame, 1U, media::most_frames);
}

/// Holds, transfers and early media give a call a few.
constexpr std::uint64_t most_source_changes = 20;

}  // namespace

AudioStream::AudioStream(net::Shard& shard, Random& random, Carry carry, Carry carry_rtcp)
    : shard_(shard),
      carry_(std::move(carry)),
      carry_rtcp_(std::move(carry_rtcp)),
      pacer_(shard, [this](TimePoint now) { on_due(now); }),
      ssrc_(static_cast<rtp::Ssrc>(random.next() & 0xFFFFFFFFU)),
      cname_(fmt::format("{:016x}", random.next())),
      reports_(random, ssrc_, cname_, Clock::now()),
      // Below 2^15: who loses our first packets would not know that the number has wrapped, and take all that
      // follows for forged (RFC 3711 3.3.1).
      first_sequence_{static_cast<std::uint16_t>(random.next() & 0x7FFFU)},
      first_timestamp_{static_cast<std::uint32_t>(random.next())},
      phase_(random.between(Duration::zero(), media::frame_time)) {}

void AudioStream::carry_tag(media::Tag tag, bool decodes_all, Ear::OnTag on_tag) {
  mouth_.carry_tag(tag);
  ear_.listen(decodes_all, std::move(on_tag));
}

TimePoint AudioStream::start(std::function<void(TimePoint)> on_first) {
  on_first_ = std::move(on_first);
  pace_.emplace(shard_);
  clock_.emplace(Clock::now() + phase_, media::frame_time);
  const TimePoint begun = clock_->next_deadline();
  pacer_.arm(begun);
  return begun;
}

void AudioStream::agree(const sdp::AgreedStream& agreed) {
  payload_type_ = agreed.codec.payload_type;
  codec_ = media::find_codec(agreed.codec.encoding);
  receivable_ = agreed.codecs;
  heard_type_ = no_type;  // a number may stand for something else now
  event_type_.reset();
  if (agreed.telephone_event) event_type_ = agreed.telephone_event->payload_type;
  if (!has_heard()) {
    received_ = rtp::ReceiveStats(agreed.codec.clock_rate);
    playout_ = rtp::Playout(agreed.codec.clock_rate);
  }
  if (codec_ != nullptr)
    mouth_.speak(*codec_, codec_->manner_for(agreed.codec.parameters), frames_for(agreed));
  sends_ = codec_ != nullptr && sdp::sends(agreed.direction);
}

void AudioStream::stop() {
  if (clock_ && carry_rtcp_) {
    std::array<std::byte, rtp::ReportSession::largest + room_behind> buffer;
    const std::size_t size = reports_.write_bye(Clock::now(), remote_ssrc_, received_,
                                                std::span(buffer).first<rtp::ReportSession::largest>());
    (void)carry_rtcp_(buffer, size);
  }
  pacer_.disarm();
  pace_.reset();
  clock_.reset();
}

void AudioStream::on_due(TimePoint now) {
  if (!clock_) return;
  const TimePoint deadline = clock_->next_deadline();
  const media::SenderClock::Due due = clock_->take_due(now);
  if (on_paced_ && sends_ && due.count > 0) on_paced_(now - deadline);
  for (int i = 0; i < due.count; ++i) send_frame(due.first + static_cast<std::uint64_t>(i), now);
  if (carry_rtcp_ && reports_.next_deadline() <= now) send_report(now);
  pacer_.arm(clock_->next_deadline());
}

void AudioStream::send_report(TimePoint now) {
  std::array<std::byte, rtp::ReportSession::largest + room_behind> buffer;
  const std::size_t size =
      reports_.write(now, remote_ssrc_, received_, std::span(buffer).first<rtp::ReportSession::largest>());
  (void)carry_rtcp_(buffer, size);
}

std::optional<Duration> AudioStream::send_digits(std::string_view digits) {
  if (!event_type_ || !sends_ || !clock_ || digits_) return std::nullopt;
  digits_.emplace(digits);
  return rtp::DigitSender::time_of_digit * static_cast<std::int64_t>(digits.size());
}

/// A packet goes out with its last frame.
void AudioStream::send_frame(std::uint64_t index, TimePoint now) {
  if (!sends_ || (digits_ && send_event(index, now))) return;
  const unsigned frames = mouth_.frames();
  if (index % frames != frames - 1) return;
  const std::uint64_t first = index - (frames - 1);
  const std::span<const std::byte> payload = mouth_.say(first, muted_);
  const bool is_silent = payload.empty();
  rtp::Header header;
  header.payload_type = payload_type_;
  header.marker = was_silent_;  // RFC 3551 4.1: the first behind a silence
  header.timestamp = first_timestamp_.plus(static_cast<std::uint32_t>(first) * codec_->timestamp_step());
  was_silent_ = is_silent;
  if (!is_silent) send_packet(header, payload, now);
}

/// In place of a frame of speech; false in the pause between two digits.
bool AudioStream::send_event(std::uint64_t index, TimePoint now) {
  const auto due = digits_->next(codec_->timestamp_step());
  if (digits_->is_done()) digits_.reset();
  if (!due) return false;
  std::array<std::byte, rtp::telephone_event_size> payload;
  rtp::write_telephone_event(due->event, payload);
  rtp::Header header;
  header.payload_type = *event_type_;
  header.marker = due->age == 0;
  // RFC 4733 2.5.1: all packets of an event have the time of its beginning, also when frames in between were
  // left out because we were late: another time would be another digit.
  if (due->age == 0) event_begun_ = index;
  header.timestamp =
      first_timestamp_.plus(static_cast<std::uint32_t>(event_begun_) * codec_->timestamp_step());
  send_packet(header, payload, now);
  return true;
}

void AudioStream::send_packet(const rtp::Header& header, std::span<const std::byte> payload, TimePoint now) {
  std::array<std::byte, rtp::fixed_header_size + media::largest_payload + room_behind> buffer;
  rtp::Header whole = header;
  whole.sequence = {static_cast<std::uint16_t>(first_sequence_.value + sent_)};
  whole.ssrc = ssrc_;
  rtp::write_header(whole, std::span(buffer).first<rtp::fixed_header_size>());
  std::copy(payload.begin(), payload.end(), buffer.begin() + rtp::fixed_header_size);
  if (!carry_(buffer, rtp::fixed_header_size + payload.size())) {
    if (sent_ == 0) was_silent_ = true;  // its first one is still to come
    ++unsent_;
    return;
  }
  if (sent_++ == 0) first_sent_ = now;
  reports_.on_sent(whole.timestamp, codec_->clock_rate, payload.size(), now);
}

void AudioStream::on_packet(std::span<const std::byte> datagram, TimePoint arrived) {
  const Result<rtp::Packet> packet = rtp::parse_packet(datagram);
  if (!packet) {
    ++garbage_;
    return;
  }
  if (!is_from_source(packet->header.ssrc, arrived)) return;
  last_heard_ = arrived;
  if (event_type_ == packet->header.payload_type) return hear_event(*packet);
  follow_clock(packet->header.payload_type);
  const rtp::ReceiveStats::Seen seen = received_.on_packet(packet->header, arrived);
  playout_.on_packet(packet->header, arrived);
  measure_packet(packet->header);
  if (packet->header.payload_type == comfort_noise_type) ++comfort_noise_;
  const media::Codec* codec = codec_of(packet->header.payload_type);
  if (codec == nullptr) return;
  heard_codec_ = codec;
  if (seen != rtp::ReceiveStats::Seen::in_order) return;
  ear_.on_payload(*codec, packet->payload, arrived);
  if (recording_) recording_->add(*codec, packet->payload);
}

/// The far end may say any codec of the description, whatever we send, and change it as it likes.
void AudioStream::follow_clock(std::uint8_t payload_type) {
  if (last_header_ && last_header_->payload_type == payload_type) return;
  for (const sdp::Codec& codec : receivable_) {
    if (codec.payload_type != payload_type || codec.clock_rate == received_.clock_rate()) continue;
    received_.change_clock(codec.clock_rate);
    playout_.change_clock(codec.clock_rate);
    return;
  }
}

/// By the next one of the same kind: it follows at once, unless silence was left out.
void AudioStream::measure_packet(const rtp::Header& header) {
  if (last_header_ && last_header_->payload_type == header.payload_type && !header.marker &&
      distance(last_header_->sequence, header.sequence) == 1) {
    const double seconds = static_cast<double>(distance(last_header_->timestamp, header.timestamp)) /
                           static_cast<double>(received_.clock_rate());
    const auto length = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
    if (length > Duration::zero() && length <= longest_packet) packet_time_ = length;
  }
  last_header_ = header;
}

/// RFC 3550 8.2: another source on the same port is another stream, and this one goes on; unless it has
/// fallen silent: then the far end has begun anew.
bool AudioStream::is_from_source(rtp::Ssrc ssrc, TimePoint arrived) {
  if (ssrc == remote_ssrc_) return true;
  if (!remote_ssrc_) {
    if (on_first_) on_first_(arrived);
  } else {
    if (arrived - last_heard_ < source_patience) return false;
    before_ = counts();
    played_before_ = played();
    ++source_changes_;
    received_ = rtp::ReceiveStats(received_.clock_rate());
    playout_ = rtp::Playout(received_.clock_rate());
    digit_reader_ = {};
  }
  remote_ssrc_ = ssrc;
  return true;
}

std::optional<Failure> judge_repeats(std::uint64_t repeated, std::uint64_t fresh) {
  constexpr std::uint64_t enough = 50;  // a second of speech
  if (repeated < enough || repeated <= fresh) return std::nullopt;
  return Failure{"rtp.replay", fmt::format("{} packets came again, beside {} that were new: no network "
                                           "doubles so many",
                                           repeated, fresh)};
}

std::optional<Failure> AudioStream::failure() const {
  if (source_changes_ > most_source_changes)
    return Failure{"rtp.ssrc", fmt::format("the far end changed its SSRC {} times", source_changes_)};
  if (!has_heard() && garbage_ > 0)
    return Failure{"rtp.garbage", fmt::format("{} datagrams came, and none was RTP", garbage_)};
  return judge_repeats(received_.duplicates(), received_.received() - received_.duplicates());
}

void AudioStream::hear_event(const rtp::Packet& packet) {
  (void)received_.on_event(packet.header);
  playout_.on_event(packet.header);
  const auto digit = digit_reader_.on_packet(packet.header.timestamp, packet.payload);
  if (digit && heard_digits_.size() < most_digits) heard_digits_ += *digit;
}

/// Null for what is no speech, and for what nobody agreed on.
const media::Codec* AudioStream::codec_of(std::uint8_t payload_type) {
  if (payload_type == heard_type_) return heard_codec_;
  for (const sdp::Codec& codec : receivable_) {
    if (codec.payload_type != payload_type) continue;
    const media::Codec* known = media::find_codec(codec.encoding);
    if (known != nullptr) heard_type_ = payload_type;
    return known;
  }
  return nullptr;
}

MediaCounts AudioStream::counts() const {
  MediaCounts counts;
  counts.sent = sent_;
  counts.received = before_.received + received_.received();
  counts.lost = before_.lost + received_.lost();
  counts.reordered = before_.reordered + received_.reordered();
  counts.duplicates = before_.duplicates + received_.duplicates();
  const rtp::Playout::Counts played = playout_.counts();
  counts.discarded = before_.discarded + played.discarded;
  counts.gaps = before_.gaps + played.gaps;
  counts.longest_gap =
      std::max(before_.longest_gap, packet_time_ * static_cast<std::int64_t>(played.longest));
  counts.all_gaps =
      before_.all_gaps + packet_time_ * static_cast<std::int64_t>(played.lost + played.discarded);
  counts.bursts = played.bursts;
  counts.packet_time = packet_time_;
  counts.comfort_noise = comfort_noise_;
  if (sent_ > 0) counts.sent_codec = codec_->name;
  if (heard_codec_ != nullptr) counts.received_codec = heard_codec_->name;
  counts.digits = heard_digits_;
  counts.jitter = received_.jitter();
  counts.round_trip = reports_.round_trip();
  counts.rating = rating(this->played());
  if (const auto& told = reports_.remote(); told && sent_ > 0) {
    const auto lost = static_cast<std::int32_t>(told->packets_lost_raw);  // duplicates make it negative
    counts.told_loss = std::max(0.0, static_cast<double>(lost) / static_cast<double>(sent_));
    counts.told_jitter = std::chrono::duration_cast<Duration>(
        std::chrono::duration<double>(static_cast<double>(told->jitter) / codec_->clock_rate));
  }
  if (const Ear::Heard& heard = ear_.heard(); heard.decoded > 0)
    counts.decoded = DecodedAudio{media::frame_time * static_cast<std::int64_t>(heard.decoded), heard.energy,
                                  heard.loudest};
  return counts;
}

/// Of all sources that were one behind the other in this call.
rtp::Playout::Counts AudioStream::played() const {
  rtp::Playout::Counts all = playout_.counts();
  all.played += played_before_.played;
  all.lost += played_before_.lost;
  all.discarded += played_before_.discarded;
  all.gaps += played_before_.gaps;
  return all;
}

Duration AudioStream::mouth_to_ear(Duration network) const {
  const Duration lookahead =
      heard_codec_ == nullptr ? Duration() : media::quality_of(heard_codec_->name).lookahead;
  return packet_time_ + lookahead + network + playout_.depth();
}

std::optional<media::Rating> AudioStream::rating(const rtp::Playout::Counts& played) const {
  if (heard_codec_ == nullptr) return std::nullopt;
  const media::CodecQuality codec = media::quality_of(heard_codec_->name);
  media::Heard heard;
  heard.loss = played.missing_share();
  heard.burst_ratio = media::burst_ratio(heard.loss, played.mean_gap());
  heard.mouth_to_ear = mouth_to_ear(reports_.round_trip().value_or(Duration()) / 2);
  return media::rate(codec, heard);
}

}  // namespace cxload::phone
