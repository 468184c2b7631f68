/// Holds a threshold against what was measured.
#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include <cxload/result/format.hpp>
#include <cxload/result/threshold.hpp>

#include "threshold_stat.hpp"

namespace cxload::result {
namespace {

using stats::Cell;
using stats::Kind;

bool holds(double observed, std::string_view op, double limit) {
  if (op == "<") return observed < limit;
  if (op == "<=") return observed <= limit;
  if (op == ">") return observed > limit;
  if (op == ">=") return observed >= limit;
  if (op == "==") return observed == limit;
  return observed != limit;
}

/// Why there is nothing to compare.
std::string explain_absence(const std::string& series, Kind kind, const Cell* cell) {
  if (kind == Kind::ratio)
    return fmt::format("no sample: nothing was counted for {}, so it has no value", series);
  if (kind == Kind::distribution && cell != nullptr && cell->failed > 0)
    return fmt::format("no sample: all {} attempts behind {} failed", cell->failed, series);
  return fmt::format("no sample: nothing of {} {}", series,
                     kind == Kind::distribution ? "was measured" : "came to an end");
}

constexpr std::array<std::string_view, 3> scales = {"fb", "nb", "wb"};

/// Ratings of different scales cannot be compared: a gate that names none is held against each (CONTRACT 3).
bool is_for_each_scale(const Threshold& threshold) {
  return threshold.metric == "media.mos" &&
         std::none_of(threshold.labels.begin(), threshold.labels.end(),
                      [](const stats::Label& label) { return label.first == "scale"; });
}

Threshold on_scale(const Threshold& threshold, std::string_view scale) {
  Threshold one = threshold;
  one.labels.emplace_back("scale", scale);
  std::sort(one.labels.begin(), one.labels.end());
  return one;
}

/// The first scale that fails, else the last that was measured.
ThresholdResult evaluate_each_scale(const Threshold& threshold, const stats::Catalogue& catalogue,
                                    const stats::Snapshot& snapshot) {
  std::optional<ThresholdResult> found;
  for (const std::string_view scale : scales) {
    ThresholdResult one = evaluate(on_scale(threshold, scale), catalogue, snapshot);
    if (!one.observed) continue;
    const bool fails = !one.pass;
    found = std::move(one);
    if (fails) break;
  }
  if (found) return *std::move(found);
  ThresholdResult none = evaluate(on_scale(threshold, scales.front()), catalogue, snapshot);
  none.labels = threshold.labels;
  none.why = "no sample: no call was rated";
  return none;
}

}  // namespace

ThresholdResult evaluate(const Threshold& threshold, const stats::Catalogue& catalogue,
                         const stats::Snapshot& snapshot) {
  if (is_for_each_scale(threshold)) return evaluate_each_scale(threshold, catalogue, snapshot);
  ThresholdResult result;
  result.text = threshold.text;
  result.metric = threshold.metric;
  result.labels = threshold.labels;
  result.stat = threshold.stat;
  result.op = threshold.op;
  result.limit = threshold.limit;
  result.is_implicit = threshold.is_implicit;
  const std::string series = format_series(threshold.metric, threshold.labels);
  const auto id = catalogue.find(threshold.metric);
  if (!id) {
    result.why = fmt::format("no sample: this run knows no {}", series);
    return result;
  }
  const stats::Metric& metric = catalogue.at(*id);
  if (threshold.stat != "count") result.unit = metric.unit;
  const Cell* cell = snapshot.find(*id, threshold.labels);
  if (cell != nullptr) {
    result.samples = samples_of(metric.kind, *cell);
    result.observed = read_stat(threshold.stat, metric, *cell);
  }
  if (!result.observed) {
    result.why = explain_absence(series, metric.kind, cell);
    return result;
  }
  result.pass = holds(*result.observed, threshold.op, threshold.limit);
  if (!result.pass)
    result.why = fmt::format("{} was {}; the gate asks for {} {}",
                             threshold.stat == "value" ? series : series + " " + threshold.stat,
                             format_value(*result.observed, result.unit), threshold.op,
                             format_value(threshold.limit, result.unit));
  return result;
}

std::vector<stats::LabelSet> named_combinations(std::span<const Threshold> thresholds) {
  std::vector<stats::LabelSet> named;
  const auto add = [&named](const stats::LabelSet& labels) {
    const bool is_known = std::find(named.begin(), named.end(), labels) != named.end();
    if (labels.size() > 1 && !is_known) named.push_back(labels);
  };
  for (const Threshold& threshold : thresholds) {
    if (!is_for_each_scale(threshold)) {
      add(threshold.labels);
      continue;
    }
    for (const std::string_view scale : scales) add(on_scale(threshold, scale).labels);
  }
  return named;
}

}  // namespace cxload::result
