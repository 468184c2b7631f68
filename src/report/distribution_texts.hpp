/// DistributionTexts: the figures of histograms as report.json shows them, worked out once for each content.
#pragma once
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/result/run_result.hpp>

namespace cxload::report {

/// Most series of a metric hold the same samples (one group, one journey, one step), and those of the set-up
/// change no more: what is equal to a histogram of this or the former report has its texts already.
class DistributionTexts {
 public:
  struct Figure {
    std::string_view name;
    double percentile;
  };
  static constexpr auto percentiles =
      std::to_array<Figure>({{"p5", 5}, {"p50", 50}, {"p90", 90}, {"p95", 95}, {"p99", 99}, {"p999", 99.9}});

  /// JSON: numbers in the metric's unit, and the histogram in base64.
  struct Texts {
    std::string min, mean, stddev, max;
    std::array<std::string, percentiles.size()> at;
    std::string encoded;
  };

  /// `histogram` is not empty. The texts live until end_report().
  const Texts& of(stats::MetricId id, const stats::Metric& metric, const stats::Histogram& histogram);
  /// Forgets what this report did not show.
  void end_report();

 private:
  struct Known {
    stats::Histogram histogram;
    double per_unit;
    Texts texts;
    bool is_shown;
  };
  std::vector<std::vector<std::unique_ptr<Known>>> known_;  ///< by metric
};

}  // namespace cxload::report
