/// Which journeys are named, and gates for the others.
#include <algorithm>

#include <fmt/format.h>

#include <cxload/result/format.hpp>
#include <cxload/result/implicit_gates.hpp>

namespace cxload::result {
namespace {

bool names_journey(const Threshold& threshold, const std::string& journey) {
  const std::string metric = "journey." + journey;
  const auto& labels = threshold.labels;
  return threshold.metric == metric || threshold.metric == metric + "_service" ||
         threshold.metric.starts_with(metric + ".") ||
         std::find(labels.begin(), labels.end(), stats::Label("journey", journey)) != labels.end();
}

Threshold none_of(std::string metric, stats::LabelSet labels) {
  Threshold gate;
  gate.text = format_series(metric, labels) + " == 0";
  gate.metric = std::move(metric);
  gate.labels = std::move(labels);
  gate.stat = "value";
  gate.op = "==";
  gate.is_implicit = true;
  return gate;
}

bool says_the_same(const Threshold& a, const Threshold& b) {
  return a.metric == b.metric && a.labels == b.labels && a.stat == b.stat && a.op == b.op &&
         a.limit == b.limit;
}

}  // namespace

std::vector<Threshold> implicit_gates(std::span<const Threshold> thresholds,
                                      std::span<const std::string> journeys) {
  std::vector<Threshold> gates;
  const auto add = [&](Threshold gate) {
    const auto same = [&](const Threshold& other) { return says_the_same(gate, other); };
    if (std::none_of(thresholds.begin(), thresholds.end(), same) &&
        std::none_of(gates.begin(), gates.end(), same))
      gates.push_back(std::move(gate));
  };
  for (const std::string& journey : journeys) {
    const auto names_it = [&](const Threshold& threshold) { return names_journey(threshold, journey); };
    if (std::none_of(thresholds.begin(), thresholds.end(), names_it))
      add(none_of("journey." + journey + ".failed", {}));
  }
  add(none_of("load.dropped", {{"reason", "no_phone"}}));
  return gates;
}

}  // namespace cxload::result
