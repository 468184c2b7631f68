#include "judged_series.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace cxload::compare {
namespace {

using stats::Kind;
using stats::Metric;

/// media.* is not here: of its metrics some are better high and some low, and a codec decides more than a
/// deployment does.
constexpr std::array<std::string_view, 6> judged_families = {"sip.",  "phase.",  "journey.",
                                                             "http.", "button.", "signup."};
/// How long a call lasts is the scenario's choice.
constexpr std::array<std::string_view, 1> not_judged = {"sip.sdt"};
constexpr std::array<std::string_view, 2> bad_ratios = {"sip.ira", "sip.isa"};

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

const Metric* find_metric(const result::RunResult& run, std::string_view name, stats::MetricId* id) {
  for (std::size_t i = 0; i < run.metrics.size(); ++i)
    if (run.metrics[i].name == name) {
      *id = static_cast<stats::MetricId>(i);
      return &run.metrics[i];
    }
  return nullptr;
}

Measured measured(const Side& side, const Metric& metric, const stats::LabelSet& labels) {
  Measured out;
  for (const result::RunResult& run : side.runs) {
    stats::MetricId id{};
    const Metric* own = find_metric(run, metric.name, &id);
    const bool is_alike = own != nullptr && own->kind == metric.kind && own->per_unit == metric.per_unit;
    const stats::Cell* cell = is_alike ? run.snapshot.find(id, labels) : nullptr;
    if (cell == nullptr) continue;
    out.merged.merge(*cell);
    out.runs.push_back(*cell);
  }
  return out;
}

using NamedLabels = std::map<std::string, std::set<stats::LabelSet>, std::less<>>;

NamedLabels labels_of_gates(const Side& base, const Side& changed) {
  NamedLabels named;
  for (const Side* side : {&base, &changed})
    for (const result::RunResult& run : side->runs)
      for (const result::ThresholdResult& gate : run.thresholds)
        if (!gate.labels.empty()) named[gate.metric].insert(gate.labels);
  return named;
}

/// journey.call_service counts the same journeys again, from their actual start.
bool repeats_another(const Metric& metric, const std::set<std::string, std::less<>>& names) {
  constexpr std::string_view ending = "_service";
  return metric.name.ends_with(ending) &&
         names.contains(std::string_view(metric.name).substr(0, metric.name.size() - ending.size()));
}

bool is_judged(const Metric& metric) {
  const bool is_family =
      std::any_of(judged_families.begin(), judged_families.end(),
                  [&](std::string_view family) { return metric.name.starts_with(family); });
  const bool is_kind = metric.kind == Kind::distribution || metric.kind == Kind::ratio;
  return is_family && is_kind && !is_one_of(not_judged, metric.name);
}

}  // namespace

std::vector<JudgedSeries> judged_series(const Side& base, const Side& changed) {
  const NamedLabels named = labels_of_gates(base, changed);
  std::vector<Metric> metrics;
  std::set<std::string, std::less<>> names;
  for (const Side* side : {&base, &changed})
    for (const result::RunResult& run : side->runs)
      for (const Metric& metric : run.metrics)
        if (names.insert(metric.name).second) metrics.push_back(metric);
  std::vector<JudgedSeries> out;
  for (const Metric& metric : metrics) {
    if (!is_judged(metric) || repeats_another(metric, names)) continue;
    std::set<stats::LabelSet> labels = {{}};
    if (const auto found = named.find(metric.name); found != named.end())
      labels.insert(found->second.begin(), found->second.end());
    for (const stats::LabelSet& set : labels) {
      JudgedSeries series;
      series.metric = metric;
      series.labels = set;
      series.higher_is_worse = metric.kind == Kind::distribution || is_one_of(bad_ratios, metric.name);
      series.base = measured(base, metric, set);
      series.changed = measured(changed, metric, set);
      out.push_back(std::move(series));
    }
  }
  return out;
}

}  // namespace cxload::compare
