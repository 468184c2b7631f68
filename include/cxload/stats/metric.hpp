/// Metric and Catalogue: what can be measured, by name, kind and unit (CONTRACT 3).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxload::stats {

enum class Kind : std::uint8_t { distribution, ratio, counter, gauge };

struct Metric {
  std::string name;
  Kind kind;
  std::string unit;  ///< as shown: "ms", "s", "1", "" …
  double per_unit =
      1;  ///< histogram integers in one unit: 1000 for ms (integers are µs), 1'000'000 for s and ratios
  std::string help;  ///< one sentence for a reader of the report
};

enum class MetricId : std::uint16_t {};

/// Fixed metrics have fixed ids (stats/standard_metrics.hpp); journeys add theirs before the run.
/// Threads: built on one thread, then read-only.
class Catalogue {
 public:
  Catalogue();                  ///< holds the standard metrics
  MetricId add(Metric metric);  ///< the name must be new
  [[nodiscard]] std::optional<MetricId> find(std::string_view name) const;
  [[nodiscard]] const Metric& at(MetricId id) const { return metrics_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] std::size_t size() const { return metrics_.size(); }
  [[nodiscard]] std::vector<std::string_view> names() const;

 private:
  std::vector<Metric> metrics_;
};

}  // namespace cxload::stats
