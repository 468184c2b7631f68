/// AudioStream: the RTP of one call, whatever carries it: speech sent in the agreed codec as the peer wants
/// it, what comes back counted (RFC 3550, RFC 3551, RFC 7587).
#pragma once
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <cxload/base/random.hpp>
#include <cxload/media/codec.hpp>
#include <cxload/media/repertoire.hpp>
#include <cxload/media/sender_clock.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/phone/media_counts.hpp>
#include <cxload/phone/recording.hpp>
#include <cxload/rtp/playout.hpp>
#include <cxload/rtp/receive_stats.hpp>
#include <cxload/rtp/report_session.hpp>
#include <cxload/rtp/telephone_event.hpp>
#include <cxload/sdp/offer_answer.hpp>

#include "ear.hpp"
#include "mouth.hpp"

namespace cxload::phone {

/// Threads: the shard's only. Lifetime: of its engine.
class AudioStream {
 public:
  /// A packet to carry, written at the start of `buffer`, which has room behind it. False: it cannot be sent
  /// now, and does not count.
  using Carry = std::function<bool(std::span<std::byte> buffer, std::size_t size)>;
  /// Without `carry_rtcp` nothing is reported.
  AudioStream(net::Shard& shard, Random& random, Carry carry, Carry carry_rtcp = {});

  /// What it says from now on has this tag in it, and tags that it hears are told.
  void carry_tag(media::Tag tag, bool decodes_all, Ear::OnTag on_tag);
  void use_sound(std::shared_ptr<const media::Sound> sound) { mouth_.use_sound(std::move(sound)); }
  void encode_alone() { mouth_.encode_alone(); }  ///< in place of frames that all streams share
  /// How our own descriptions ask the far end to speak.
  void expect(const media::Manner& manner) { ear_.expect(manner); }
  void record(std::shared_ptr<Recording> recording) { recording_ = std::move(recording); }
  /// Hears of each frame how long after its time it went out; of those that were skipped, as too late, too.
  void watch_pace(std::function<void(Duration late)> watch) { on_paced_ = std::move(watch); }
  /// Returns when the first frame is due.
  TimePoint start(std::function<void(TimePoint)> on_first);
  void agree(const sdp::AgreedStream& agreed);    ///< codec and direction
  void set_muted(bool muted) { muted_ = muted; }  ///< sends silence instead of its voice
  /// As events of RFC 4733; how long it takes. Nothing where no such events, or no sending, were agreed on,
  /// or others are under way.
  std::optional<Duration> send_digits(std::string_view digits);
  [[nodiscard]] bool is_sending_digits() const { return digits_.has_value(); }
  void stop();
  void on_packet(std::span<const std::byte> datagram, TimePoint arrived);
  void on_rtcp(std::span<const std::byte> compound, TimePoint arrived) {
    reports_.on_rtcp(compound, arrived);
  }

  [[nodiscard]] rtp::Ssrc ssrc() const { return ssrc_; }
  /// What is wrong with what came, when no better reason is known: rtp.garbage, rtp.ssrc.
  [[nodiscard]] std::optional<Failure> failure() const;
  [[nodiscard]] bool has_heard() const { return remote_ssrc_.has_value(); }
  [[nodiscard]] std::uint64_t unsent() const { return unsent_; }  ///< packets that had no way to go
  [[nodiscard]] std::optional<TimePoint> first_sent() const { return first_sent_; }
  [[nodiscard]] const std::string& cname() const { return cname_; }
  /// From the network's share of it to the whole: the frame, the codec, the receiver's buffer.
  [[nodiscard]] Duration mouth_to_ear(Duration network) const;
  [[nodiscard]] MediaCounts counts() const;  ///< without what the tags say, and the failure

 private:
  [[nodiscard]] rtp::Playout::Counts played() const;
  [[nodiscard]] std::optional<media::Rating> rating(const rtp::Playout::Counts& played) const;
  void on_due(TimePoint now);
  void note_pace(Duration late, std::uint64_t frames);
  void note_silence(TimePoint now);
  void send_frame(std::uint64_t index, TimePoint now);
  void send_report(TimePoint now);
  [[nodiscard]] bool send_event(std::uint64_t index, TimePoint now);
  void send_packet(const rtp::Header& header, std::span<const std::byte> payload, TimePoint now);
  void follow_clock(std::uint8_t payload_type);
  void measure_packet(const rtp::Header& header);
  [[nodiscard]] const media::Codec* codec_of(std::uint8_t payload_type);
  void hear_event(const rtp::Packet& packet);
  [[nodiscard]] bool is_from_source(rtp::Ssrc ssrc, TimePoint arrived);

  net::Shard& shard_;
  Carry carry_, carry_rtcp_;
  net::Timer pacer_;
  std::optional<net::Pace> pace_;  ///< while it sends
  rtp::ReceiveStats received_{8000};
  rtp::Playout playout_{8000};
  std::optional<media::SenderClock> clock_;
  std::shared_ptr<Recording> recording_;
  Mouth mouth_;
  Ear ear_;
  std::function<void(TimePoint)> on_first_;
  std::function<void(Duration)> on_paced_;
  rtp::Ssrc ssrc_;
  std::string cname_;  ///< drawn for each call (RFC 7022 4.2)
  rtp::ReportSession reports_;
  std::optional<rtp::Ssrc> remote_ssrc_;
  TimePoint last_heard_;  ///< of that one
  std::uint64_t source_changes_ = 0;
  std::uint64_t garbage_ = 0;  ///< datagrams that are no RTP
  MediaCounts before_;         ///< of the sources before this one: what adds up
  rtp::Playout::Counts played_before_;
  rtp::SequenceNumber first_sequence_;
  rtp::Timestamp first_timestamp_;
  Duration phase_;  ///< sound cards do not tick together, even where calls begin on a plan of even steps
  const media::Codec* codec_ = nullptr;  ///< to send
  std::uint8_t payload_type_ = 0;
  std::vector<sdp::Codec> receivable_;
  std::optional<std::uint8_t> event_type_;  ///< payload type of telephone events
  std::optional<rtp::DigitSender> digits_;
  std::uint64_t event_begun_ = 0;  ///< frame of the digit that is being sent
  rtp::DigitReader digit_reader_;
  std::string heard_digits_;
  // Since when it expects to hear something, and how long it heard nothing before that ended.
  std::optional<TimePoint> listening_since_;
  Duration longest_silence_{};
  std::uint64_t skipped_ = 0;                  ///< frames of ours that were too late to be sent
  std::uint64_t unagreed_ = 0;                 ///< packets of payload types that are in no description
  const media::Codec* heard_codec_ = nullptr;  ///< of the last packet of speech
  static constexpr std::uint8_t no_type = 255;
  std::uint8_t heard_type_ = no_type;
  bool sends_ = false, receives_ = false;
  bool muted_ = false;
  bool was_silent_ = true;  ///< the packet before was not sent: the next one begins a talkspurt
  std::uint64_t sent_ = 0;
  std::uint64_t unsent_ = 0;
  std::optional<TimePoint> first_sent_;
  std::uint64_t comfort_noise_ = 0;
  // How long a packet of the far end is.
  std::optional<rtp::Header> last_header_;
  Duration packet_time_ = media::frame_time;
};

/// A stream that is sent again and again: somebody replays it. Failure: rtp.replay.
[[nodiscard]] std::optional<Failure> judge_repeats(std::uint64_t repeated, std::uint64_t fresh);

}  // namespace cxload::phone
