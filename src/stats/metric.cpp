/// Catalogue: the standard metrics and those of journeys.
#include <stdexcept>

#include <cxload/base/text.hpp>
#include <cxload/stats/metric.hpp>
#include <cxload/stats/standard_metrics.hpp>

namespace cxload::stats {
namespace {

/// "kind=refresh|remove side=callee" → its (label, value) pairs.
std::vector<Label> parse_apart(std::string_view text) {
  std::vector<Label> labels;
  for (const std::string_view word : text::split(text, ' ')) {
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) continue;
    for (const std::string_view value : text::split(word.substr(equals + 1), '|'))
      labels.emplace_back(word.substr(0, equals), value);
  }
  return labels;
}

}  // namespace

Catalogue::Catalogue() {
#define CXLOAD_METRIC_ADD(constant, name, kind, unit, per_unit, apart, help) \
  add(Metric{name, Kind::kind, unit, per_unit, help, parse_apart(apart)});
  CXLOAD_STANDARD_METRICS(CXLOAD_METRIC_ADD)
#undef CXLOAD_METRIC_ADD
}

MetricId Catalogue::add(Metric metric) {
  const MetricId id{static_cast<std::uint16_t>(metrics_.size())};
  if (!by_name_.emplace(metric.name, id).second)
    throw std::invalid_argument("two metrics would be called " + metric.name);
  metrics_.push_back(std::move(metric));
  return id;
}

JourneyMetrics Catalogue::add_journey(std::string_view name) {
  const std::string base = "journey." + std::string(name);
  const auto add_one = [&](const char* suffix, Kind kind, const char* unit, double per_unit,
                           std::string help) {
    return add(Metric{base + suffix, kind, unit, per_unit, std::move(help), {}});
  };
  const std::string whole = "Whole journey \"" + std::string(name) + "\" less planned waits and talk, ";
  JourneyMetrics made{};
  made.latency = add_one("", Kind::distribution, "ms", 1000, whole + "from its planned start.");
  made.service = add_one("_service", Kind::distribution, "ms", 1000, whole + "from its actual start.");
  made.success = add_one(".success", Kind::ratio, "1", 1, "Journeys that ended as expected, of all ended.");
  made.completed = add_one(".completed", Kind::counter, "", 1, "Journeys that ended as expected.");
  made.failed = add_one(".failed", Kind::counter, "", 1, "Journeys that failed.");
  made.dropped = add_one(".dropped", Kind::counter, "", 1, "Journeys that were planned but never started.");
  return made;
}

std::optional<MetricId> Catalogue::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string_view> Catalogue::names() const {
  std::vector<std::string_view> names;
  for (const Metric& metric : metrics_) names.emplace_back(metric.name);
  return names;
}

}  // namespace cxload::stats
