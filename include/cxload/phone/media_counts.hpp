/// MediaCounts: what became of the audio of one leg of a call.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/base/clock.hpp>
#include <cxload/base/failure.hpp>
#include <cxload/media/quality.hpp>
#include <cxload/rtp/burst_loss.hpp>

namespace cxload::phone {

/// Whose voice a leg hears, by the tag in the sound.
enum class Voice : std::uint8_t {
  none,      ///< no tag at all: silence, music, somebody else's phone
  own,       ///< an echo
  far_end,   ///< the other leg of this call
  stranger,  ///< a leg of another call of this run: crossed audio
  foreign    ///< a tag of another run
};
[[nodiscard]] std::string_view to_string(Voice voice);

/// What a full decode adds, of the calls that get one.
struct DecodedAudio {
  Duration length{};
  double energy = 0;   ///< squared level times seconds (W3C totalAudioEnergy)
  double loudest = 0;  ///< of 20 ms: level over full scale
};

/// Packets count from the first one that came; a value type.
struct MediaCounts {
  std::uint64_t sent = 0, received = 0, lost = 0;
  std::uint64_t skipped = 0;  ///< of ours: we were too late to send them at all
  std::uint64_t reordered = 0, duplicates = 0;
  std::uint64_t discarded = 0;      ///< too late for the playout buffer
  std::uint64_t comfort_noise = 0;  ///< packets of RFC 3389 among those received
  std::uint64_t gaps = 0;           ///< runs of frames that could not be played
  rtp::BurstLoss bursts;            ///< of what was lost or came too late, from the last source
  Duration packet_time{};           ///< that a packet of the far end lasts
  Duration longest_gap{}, all_gaps{};
  Duration silence{};  ///< of these, where the far end sent nothing to the end of the call, or to a hold: 2 s
                       ///< at least
  std::string sent_codec, received_codec;  ///< as SDP names them; empty: none yet
  std::string digits;                      ///< heard as telephone events
  Duration jitter{};
  std::optional<Duration> round_trip;    ///< as the far end's RTCP allows to measure it
  std::optional<Duration> first_packet;  ///< from the answer on
  std::optional<Duration> first_sent;    ///< likewise, our own
  std::optional<media::Rating> rating;   ///< of what was heard
  std::optional<Duration> mouth_to_ear;  ///< where the far end is a phone of this run
  std::optional<double> told_loss;       ///< share of ours that the far end says it lost
  std::optional<Duration> told_jitter;   ///< of ours, as it says
  Voice voice = Voice::none;
  std::uint64_t tags = 0;  ///< heard
  std::string stranger;    ///< whose call is heard, when it is not this one
  std::optional<DecodedAudio> decoded;
  bool expected_audio = false;          ///< both sides agreed on a stream
  std::optional<Failure> failure = {};  ///< ice.*, dtls.*, media.crossed
};

/// One answered call as one of its sides saw it.
struct CallRecord {
  std::string call_id, journey, group, who, peer, side;
  TimePoint answered, ended;
  MediaCounts media;
};

}  // namespace cxload::phone
