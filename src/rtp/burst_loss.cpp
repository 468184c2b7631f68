#include <cxload/rtp/burst_loss.hpp>

namespace cxload::rtp {

void BurstFinder::on_packet(bool is_missing) {
  if (is_missing) {
    stretch_ += behind_ + 1;
    behind_ = 0;
    ++missing_;
  } else if (stretch_ == 0) {
    ++gap_;
  } else if (++behind_ >= least_gap) {
    end_stretch();
  }
}

void BurstFinder::end_stretch() {
  if (missing_ > 1) {
    end_gap();
    ++settled_.bursts;
    settled_.burst_packets += stretch_;
    settled_.burst_missing += missing_;
  } else {
    gap_ += stretch_;
    settled_.gap_missing += missing_;
  }
  gap_ += behind_;
  stretch_ = missing_ = behind_ = 0;
}

void BurstFinder::end_gap() {
  if (gap_ == 0) return;
  ++settled_.gaps;
  settled_.gap_packets += gap_;
  gap_ = 0;
}

BurstLoss BurstFinder::counts() const {
  BurstFinder whole = *this;
  whole.end_stretch();
  whole.end_gap();
  return whole.settled_;
}

}  // namespace cxload::rtp
