/// Loss, order and jitter of one source.
#include <algorithm>
#include <cmath>

#include <cxload/rtp/receive_stats.hpp>

namespace cxload::rtp {
namespace {

// RFC 3550 A.1.
constexpr std::int32_t max_dropout = 3000;
constexpr std::int32_t max_misorder = 100;

}  // namespace

ReceiveStats::Seen ReceiveStats::on_packet(const Header& header, TimePoint arrived) {
  const Seen seen = on_event(header);
  if (seen == Seen::in_order) update_jitter(header.timestamp, arrived);
  return seen;
}

ReceiveStats::Seen ReceiveStats::on_event(const Header& header) {
  ++received_;
  if (!has_begun_) begin(header.sequence);
  return place(header.sequence);
}

void ReceiveStats::change_clock(std::uint32_t clock_rate) {
  jitter_ *= static_cast<double>(clock_rate) / clock_rate_;
  clock_rate_ = clock_rate;
  last_arrival_.reset();
}

void ReceiveStats::begin(SequenceNumber first) {
  has_begun_ = true;
  base_ = first.value;
  highest_ = base_ - 1;
  seen_.reset();
  restart_at_.reset();
  last_arrival_.reset();
}

ReceiveStats::Seen ReceiveStats::place(SequenceNumber sequence) {
  const std::int32_t ahead = distance(SequenceNumber{static_cast<std::uint16_t>(highest_)}, sequence);
  if (ahead > 0 && ahead < max_dropout) {
    seen_ <<= static_cast<std::size_t>(ahead);
    seen_.set(0);
    highest_ += ahead;
    restart_at_.reset();
    return Seen::in_order;
  }
  if (ahead <= 0 && ahead > -max_misorder) return note_late(-ahead);
  // A.1: two in sequence after a big jump, and the sender has begun anew.
  if (restart_at_ == sequence) {
    expected_before_ = expected();
    ++restarts_;
    --strays_;  // the one that announced the jump has found its place
    begin(
        SequenceNumber{static_cast<std::uint16_t>(sequence.value - 1U)});  // the one that announced the jump
    seen_.set(0);
    highest_ = base_;
    return place(sequence);
  }
  ++strays_;
  restart_at_ = sequence;
  ++*restart_at_;
  return ahead < 0 ? Seen::too_old : Seen::jumped;
}

ReceiveStats::Seen ReceiveStats::note_late(std::int32_t behind) {
  const auto bit = static_cast<std::size_t>(behind);
  if (seen_.test(bit)) {
    ++duplicates_;
    return Seen::duplicate;
  }
  seen_.set(bit);
  ++reordered_;
  // Earlier than the first packet we saw: it belongs to the stream all the same.
  base_ = std::min(base_, highest_ - behind);
  return Seen::reordered;
}

/// A.8. Only between packets in order: a late one says nothing about the spacing.
void ReceiveStats::update_jitter(Timestamp timestamp, TimePoint arrived) {
  if (last_arrival_) {
    const double gap = std::chrono::duration<double>(arrived - *last_arrival_).count() * clock_rate_;
    const double difference = std::abs(gap - distance(last_timestamp_, timestamp));
    // Over a silence longer than the timestamps can tell apart the difference means nothing.
    if (difference < 10.0 * clock_rate_) jitter_ += (difference - jitter_) / 16;
  }
  last_arrival_ = arrived;
  last_timestamp_ = timestamp;
}

std::uint64_t ReceiveStats::expected() const {
  return expected_before_ + (has_begun_ ? static_cast<std::uint64_t>(highest_ - base_ + 1) : 0U);
}

std::uint64_t ReceiveStats::lost() const {
  const std::uint64_t unique = received_ - duplicates_ - strays_;
  return expected() > unique ? expected() - unique : 0;
}

std::int64_t ReceiveStats::cumulative_lost() const {
  return static_cast<std::int64_t>(expected()) - static_cast<std::int64_t>(received_);
}

Duration ReceiveStats::jitter() const {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(jitter_ / clock_rate_));
}

std::uint32_t ReceiveStats::extended_highest() const { return static_cast<std::uint32_t>(highest_); }

}  // namespace cxload::rtp
