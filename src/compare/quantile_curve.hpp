/// QuantileCurve: the quantiles of a histogram, and intervals of them from ranks alone.
#pragma once
#include <cstdint>
#include <vector>

#include <cxload/compare/comparison.hpp>
#include <cxload/stats/histogram.hpp>

namespace cxload::compare {

class QuantileCurve {
 public:
  explicit QuantileCurve(const stats::Histogram& histogram);
  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// The value that a share `q` of the samples is not above; q is clamped to (0, 1].
  [[nodiscard]] double at(double q) const;
  /// What `at` would give with `samples` samples of this shape: with more than there are, values between two
  /// neighbours are on the line between them, or the gaps of few samples would stay for ever.
  [[nodiscard]] double at(double q, double samples) const;
  /// Where the true quantile lies, `width` standard deviations to either side, if `samples` samples of this
  /// shape had been drawn. An end beyond all samples is 0 or infinite.
  [[nodiscard]] Range around(double q, double width, double samples) const;

 private:
  struct Step {
    std::uint64_t up_to;  ///< samples at this value and below
    double value;
  };
  [[nodiscard]] double between_steps(double q) const;
  [[nodiscard]] double middle_rank(std::size_t step) const;

  std::vector<Step> steps_;
  std::uint64_t count_ = 0;
};

}  // namespace cxload::compare
