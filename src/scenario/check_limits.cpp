// Agreed limits are kept before anything is sent, not by slowing the plan down, which would falsify it.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "parse.hpp"

namespace cxload::scenario {
namespace {

/// Beyond this the sum of all peaks serves, which is never too low.
constexpr std::size_t most_corners = 4000;

/// Calls a second of one entry, straight from corner to corner.
struct CallCurve {
  Duration start{};
  const std::vector<RateStage>* stages;
  double calls = 0;  ///< of each journey

  [[nodiscard]] double peak() const {
    double highest = 0;
    for (const RateStage& stage : *stages)
      highest = std::max({highest, stage.from.per_second, stage.to.per_second});
    return highest * calls;
  }
  /// The higher one where two stages meet.
  [[nodiscard]] double at(Duration when) const {
    Duration begin = start;
    double highest = 0;
    for (const RateStage& stage : *stages) {
      const Duration end = begin + stage.length;
      if (when >= begin && when <= end && end > begin) {
        const double part =
            std::chrono::duration<double>(when - begin) / std::chrono::duration<double>(end - begin);
        highest =
            std::max(highest, stage.from.per_second + (stage.to.per_second - stage.from.per_second) * part);
      }
      begin = end;
    }
    return highest * calls;
  }
};

std::vector<CallCurve> call_curves(const Scenario& scenario) {
  std::vector<CallCurve> curves;
  for (const LoadEntry& entry : scenario.load) {
    const auto* open = std::get_if<OpenLoad>(&entry.load);
    const Journey* journey = scenario.find_journey(entry.journey);
    if (open == nullptr || journey == nullptr) continue;
    CallCurve curve{entry.start, &open->stages, 0};
    for (const JourneyStep& step : journey->steps) curve.calls += step.step->calls();
    curves.push_back(curve);
  }
  return curves;
}

/// A sum of straight lines is highest at one of their corners.
double highest_sum(const std::vector<CallCurve>& curves) {
  std::vector<Duration> corners;
  double peaks = 0;
  for (const CallCurve& curve : curves) {
    peaks += curve.peak();
    Duration corner = curve.start;
    corners.push_back(corner);
    for (const RateStage& stage : *curve.stages) corners.push_back(corner += stage.length);
  }
  if (corners.size() > most_corners) return peaks;
  double highest = 0;
  for (const Duration corner : corners) {
    double sum = 0;
    for (const CallCurve& curve : curves) sum += curve.at(corner);
    highest = std::max(highest, sum);
  }
  return highest;
}

}  // namespace

void check_limits(const Node& root, const ParseContext& context) {
  const auto& allowed = context.scenario.deployment.limits.calls_per_s;
  if (!allowed) return;
  const double calls = highest_sum(call_curves(context.scenario));
  const auto limit = static_cast<double>(*allowed);
  const Node* load = root.find("load");
  if (calls > limit + 1e-9 && load != nullptr)
    context.diagnostics.add(
        load->place,
        fmt::format("up to {} calls are planned, but `limits.calls_per_s` of the deployment is {}",
                    to_text(Rate{calls}), limit));
}

}  // namespace cxload::scenario
