/// ReceiveStats: what became of the packets of one source (RFC 3550 6.4.1, A.1, A.3, A.8).
#pragma once
#include <bitset>
#include <cstdint>
#include <optional>

#include <cxload/base/clock.hpp>
#include <cxload/rtp/packet.hpp>

namespace cxload::rtp {

/// Unlike RFC 3550 A.1 the first packet counts at once: a load tester knows its sources, and every packet of
/// a call must be accounted for. A new SSRC needs a new object. Threads: none; a value type, bounded.
class ReceiveStats {
 public:
  explicit ReceiveStats(std::uint32_t clock_rate) : clock_rate_(clock_rate) {}

  enum class Seen : std::uint8_t {
    in_order,
    reordered,
    duplicate,
    too_old,  ///< behind the window: whether it was a duplicate is not known
    jumped,   ///< MAX_DROPOUT exceeded: waits for a second packet of the new numbering
  };
  Seen on_packet(const Header& header, TimePoint arrived);
  /// One whose timestamp is not that of its sending: a telephone-event has that of its beginning (RFC 4733
  /// 2.5.1), and says nothing about jitter.
  Seen on_event(const Header& header);
  /// Timestamps from here on have another rate: the far end says something else now. Counts go on.
  void change_clock(std::uint32_t clock_rate);

  [[nodiscard]] std::uint32_t clock_rate() const { return clock_rate_; }
  [[nodiscard]] std::uint64_t received() const { return received_; }  ///< duplicates included
  [[nodiscard]] std::uint64_t duplicates() const { return duplicates_; }
  [[nodiscard]] std::uint64_t reordered() const { return reordered_; }
  [[nodiscard]] std::uint64_t restarts() const { return restarts_; }  ///< numbering begun anew by the sender
  [[nodiscard]] std::uint64_t expected() const;
  /// Packets that never came, or too late for any use. Packets of no known place do not make up for them.
  [[nodiscard]] std::uint64_t lost() const;
  /// As RFC 3550 A.3 counts for receiver reports: duplicates make up for losses, so it may be negative.
  [[nodiscard]] std::int64_t cumulative_lost() const;
  [[nodiscard]] double jitter_units() const { return jitter_; }  ///< in RTP timestamp units (A.8)
  [[nodiscard]] Duration jitter() const;
  [[nodiscard]] std::uint32_t extended_highest() const;

 private:
  static constexpr std::size_t window = 128;  ///< at least MAX_MISORDER

  void begin(SequenceNumber first);
  Seen place(SequenceNumber sequence);
  Seen note_late(std::int32_t behind);
  void update_jitter(Timestamp timestamp, TimePoint arrived);

  std::uint32_t clock_rate_;
  bool has_begun_ = false;
  std::int64_t base_ = 0;              ///< extended number of the first packet of this numbering
  std::int64_t highest_ = 0;           ///< extended
  std::uint64_t expected_before_ = 0;  ///< of numberings before the last restart
  std::optional<SequenceNumber> restart_at_;
  std::bitset<window> seen_;  ///< bit i: highest_ - i was received
  std::uint64_t received_ = 0, duplicates_ = 0, reordered_ = 0, restarts_ = 0;
  std::uint64_t strays_ = 0;  ///< received, but in no known place
  std::optional<TimePoint> last_arrival_;
  Timestamp last_timestamp_;
  double jitter_ = 0;
};

}  // namespace cxload::rtp
