#include <algorithm>

#include <cxload/rtp/playout.hpp>

namespace cxload::rtp {
namespace {

/// Long enough to have seen a packet that was not held up; in it, clocks drift by less than a millisecond.
constexpr Duration period = std::chrono::seconds(10);

}  // namespace

double Playout::Counts::missing_share() const {
  const std::uint64_t all = played + lost + discarded;
  return all == 0 ? 0 : static_cast<double>(lost + discarded) / static_cast<double>(all);
}

double Playout::Counts::mean_gap() const {
  return gaps == 0 ? 0 : static_cast<double>(lost + discarded) / static_cast<double>(gaps);
}

bool Playout::is_in_time(Timestamp timestamp, TimePoint arrived) {
  if (!has_reference_) {
    has_reference_ = true;
    reference_ = timestamp;
    reference_at_ = period_begin_ = arrived;
  }
  const double sent = static_cast<double>(distance(reference_, timestamp)) / clock_rate_;
  const Duration transit =
      (arrived - reference_at_) - std::chrono::duration_cast<Duration>(std::chrono::duration<double>(sent));
  if (arrived - period_begin_ >= period) {
    quickest_before_ = quickest_;
    quickest_.reset();
    period_begin_ = arrived;
    // Timestamps wrap around: the next period counts from here.
    reference_ = timestamp;
    reference_at_ = arrived - transit;
  }
  quickest_ = std::min(quickest_.value_or(transit), transit);
  return transit - std::min(*quickest_, quickest_before_.value_or(*quickest_)) <= depth_;
}

void Playout::on_packet(const Header& header, TimePoint arrived) {
  place(header.sequence, is_in_time(header.timestamp, arrived));
}

void Playout::change_clock(std::uint32_t clock_rate) {
  clock_rate_ = clock_rate;
  has_reference_ = false;
  quickest_.reset();
  quickest_before_.reset();
}

void Playout::place(SequenceNumber sequence, bool in_time) {
  if (!first_) first_ = highest_ = 65'536 + sequence.value;  // room below for what comes out of order
  const std::int64_t number =
      highest_ + distance(SequenceNumber{static_cast<std::uint16_t>(highest_)}, sequence);
  const Counts& before = settled_.counts;
  const bool nothing_is_settled = before.played + before.lost + before.discarded == 0;
  if (number < *first_ && nothing_is_settled && highest_ - number < window) first_ = number;
  if (number < *first_) return;  // settled long ago
  // A jump beyond all that a network loses is another numbering: nothing between was ever sent.
  if (number >= highest_ + 3000) {
    for (std::int64_t left = *first_; left <= highest_; ++left) settle(settled_, left);
    in_time_.reset();
    late_.reset();
    first_ = number;
  }
  highest_ = std::max(highest_, number);
  for (; *first_ <= highest_ - window; ++*first_) {
    settle(settled_, *first_);
    const auto slot = static_cast<std::size_t>(*first_ % window);
    in_time_.reset(slot);
    late_.reset(slot);
  }
  (in_time ? in_time_ : late_).set(static_cast<std::size_t>(number % window));
}

void Playout::settle(Tally& tally, std::int64_t number) const {
  const auto slot = static_cast<std::size_t>(number % window);
  const bool is_played = in_time_.test(slot);
  tally.bursts.on_packet(!is_played);
  if (is_played) {
    ++tally.counts.played;
    tally.gap = 0;
    return;
  }
  ++(late_.test(slot) ? tally.counts.discarded : tally.counts.lost);
  if (tally.gap++ == 0) ++tally.counts.gaps;
  tally.counts.longest = std::max(tally.counts.longest, tally.gap);
}

Playout::Counts Playout::counts() const {
  Tally tally = settled_;
  if (first_)
    for (std::int64_t number = *first_; number <= highest_; ++number) settle(tally, number);
  tally.counts.bursts = tally.bursts.counts();
  return tally.counts;
}

}  // namespace cxload::rtp
