/// Metric and Catalogue: what can be measured, by name, kind and unit (CONTRACT 3).
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/stats/labels.hpp>

namespace cxload::stats {

enum class Kind : std::uint8_t { distribution, ratio, counter, gauge };

struct Metric {
  std::string name;
  Kind kind = Kind::distribution;
  std::string unit;  ///< as shown: "ms", "s", "1", "" …
  double per_unit =
      1;  ///< histogram integers in one unit: 1000 for ms (integers are µs), 1'000'000 for s and ratios
  std::string help;  ///< one sentence for a reader of the report
  /// Samples with one of these labels are another population ("kind=refresh" of sip.rrd): they count only in
  /// series that name the label, never in the total.
  std::vector<Label> apart;

  bool operator==(const Metric&) const = default;
};

enum class MetricId : std::uint16_t {};

/// What a journey is measured by; `name` stands for journey.<name>.
struct JourneyMetrics {
  MetricId latency;    ///< journey.<name>
  MetricId service;    ///< journey.<name>_service
  MetricId success;    ///< journey.<name>.success
  MetricId completed;  ///< journey.<name>.completed
  MetricId failed;     ///< journey.<name>.failed
  MetricId dropped;    ///< journey.<name>.dropped
};

/// Fixed metrics have fixed ids (stats/standard_metrics.hpp); journeys add theirs before the run.
/// Threads: built on one thread, then read-only.
/// Errors: add() and add_journey() throw std::invalid_argument for a name that is taken (journeys "call" and
/// "call_service" clash).
class Catalogue {
 public:
  Catalogue();  ///< holds the standard metrics
  MetricId add(Metric metric);
  JourneyMetrics add_journey(std::string_view name);
  [[nodiscard]] std::optional<MetricId> find(std::string_view name) const;
  [[nodiscard]] const Metric& at(MetricId id) const { return metrics_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] std::size_t size() const { return metrics_.size(); }
  [[nodiscard]] std::vector<std::string_view> names() const;
  [[nodiscard]] const std::vector<Metric>& metrics() const { return metrics_; }  ///< index = MetricId

 private:
  std::vector<Metric> metrics_;
  std::map<std::string, MetricId, std::less<>> by_name_;
};

}  // namespace cxload::stats
