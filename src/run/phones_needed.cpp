#include "phones_needed.hpp"

#include <algorithm>
#include <cmath>

namespace cxload::run {
namespace {

/// What registering, call set-up and hang-up may take of a slow deployment before phones run out.
constexpr Duration margin = std::chrono::seconds(5);
constexpr std::size_t most_phones = 100'000;
/// Calls at a time of a trunk that does not say how many it carries.
constexpr double usual_circuits = 500;

Duration planned_time(const scenario::Journey& journey) {
  Duration sum{};
  for (const scenario::JourneyStep& entry : journey.steps) sum += entry.step->planned_time();
  return sum;
}

double peak_rate(const scenario::OpenLoad& load) {
  double peak = 0;
  for (const scenario::RateStage& stage : load.stages)
    peak = std::max({peak, stage.from.per_second, stage.to.per_second});
  return peak;
}

}  // namespace

std::size_t phones_needed(const scenario::Scenario& scenario, const scenario::Group& group) {
  double phones = group.listen && group.answer ? usual_circuits : 0;
  for (const scenario::LoadEntry& entry : scenario.load) {
    const scenario::Journey* journey = scenario.find_journey(entry.journey);
    if (journey == nullptr || journey->group != group.name) continue;
    if (const auto* open = std::get_if<scenario::OpenLoad>(&entry.load)) {
      const std::chrono::duration<double> busy = planned_time(*journey) + margin;
      phones += std::ceil(peak_rate(*open) * busy.count()) + 1;
    } else if (const auto* closed = std::get_if<scenario::ClosedLoad>(&entry.load)) {
      phones += closed->users;
    } else {
      phones += static_cast<double>(std::get<scenario::CountLoad>(entry.load).count);
    }
  }
  return std::min(static_cast<std::size_t>(phones), most_phones);
}

}  // namespace cxload::run
