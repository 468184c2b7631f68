/// Playout: what a receiver of fixed depth would have played of a stream: late packets are as good as lost
/// (RFC 3611 4.7.1 calls them discarded).
#pragma once
#include <bitset>
#include <cstdint>
#include <optional>

#include <cxload/base/clock.hpp>
#include <cxload/rtp/burst_loss.hpp>
#include <cxload/rtp/packet.hpp>

namespace cxload::rtp {

/// A packet is in time when it took no longer than the quickest of the last seconds, and `depth`. Feed each
/// packet once, in order of arrival. Threads: none; reads no clock.
class Playout {
 public:
  explicit Playout(std::uint32_t clock_rate, Duration depth = std::chrono::milliseconds(60))
      : clock_rate_(clock_rate), depth_(depth) {}

  void on_packet(const Header& header, TimePoint arrived);
  /// One whose timestamp is not that of its sending is never late: see ReceiveStats::on_event().
  void on_event(const Header& header) { place(header.sequence, true); }
  void change_clock(std::uint32_t clock_rate);  ///< of the timestamps from here on

  struct Counts {
    std::uint64_t played = 0, lost = 0, discarded = 0;
    std::uint64_t gaps = 0;     ///< runs of packets not played
    std::uint64_t longest = 0;  ///< packets of such a run
    BurstLoss bursts;
    [[nodiscard]] double missing_share() const;
    [[nodiscard]] double mean_gap() const;  ///< packets a run; 0: none
  };
  [[nodiscard]] Counts counts() const;  ///< of all that came so far
  [[nodiscard]] Duration depth() const { return depth_; }

 private:
  static constexpr std::int64_t window = 512;  ///< packets that may still arrive

  [[nodiscard]] bool is_in_time(Timestamp timestamp, TimePoint arrived);
  void place(SequenceNumber sequence, bool in_time);
  /// What counts() goes on from.
  struct Tally {
    Counts counts;
    std::uint64_t gap = 0;  ///< packets of the run that is not over
    BurstFinder bursts;
  };
  void settle(Tally& tally, std::int64_t number) const;

  std::uint32_t clock_rate_;
  Duration depth_;
  std::optional<std::int64_t> first_;  ///< extended number of the first packet not settled yet
  std::int64_t highest_ = 0;
  std::bitset<window> in_time_, late_;  ///< by number modulo the window
  Tally settled_;
  // Transit times: the quickest of this period and of the one before, as clocks drift apart.
  bool has_reference_ = false;
  TimePoint period_begin_;
  Timestamp reference_;
  TimePoint reference_at_;
  std::optional<Duration> quickest_, quickest_before_;
};

}  // namespace cxload::rtp
