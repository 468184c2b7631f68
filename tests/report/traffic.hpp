/// Traffic: made-up load that fills a RunResult with histograms, counts and a row for each second.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include <cxload/base/random.hpp>
#include <cxload/result/run_result.hpp>
#include <cxload/stats/metric.hpp>

namespace cxload::samples {

/// What one journey does in one second.
struct Second {
  std::uint64_t offered = 0, started = 0, failed = 0;
  double slowness = 1;  ///< factor on every latency
};

class Traffic {
 public:
  Traffic(result::RunResult& run, std::vector<std::string> journeys);

  /// One second of one journey, whose registrations or calls are measured too.
  void play(const std::string& journey, const Second& second);
  /// Closes the second: writes its row.
  void end_second(double registered, double active_calls);
  /// Puts what was measured into the result.
  void finish();

 private:
  struct Latency {
    std::string metric;
    stats::Histogram second;
  };
  void sample(const std::string& metric, const std::string& journey, double median_ms, double slowness);
  void attempt(const std::string& metric, const std::string& journey, std::uint64_t counted,
               std::uint64_t of);
  [[nodiscard]] stats::MetricId id(const std::string& metric) const { return *catalogue_.find(metric); }
  [[nodiscard]] std::string latency_of(const std::string& journey) const { return "journey." + journey; }

  result::RunResult& run_;
  stats::Catalogue catalogue_;
  std::vector<Latency> latencies_;
  Random random_{7};
  double offered_ = 0, started_ = 0, completed_ = 0, failed_ = 0;
  double at_ = 0;
};

}  // namespace cxload::samples
