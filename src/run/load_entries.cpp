#include <algorithm>

#include <cxload/load/offered.hpp>
#include <cxload/load/rate_curve.hpp>
#include <cxload/run/load_entries.hpp>

#include "phones_needed.hpp"

namespace cxload::run {
namespace {

load::OpenLoad convert(const scenario::OpenLoad& open) {
  load::OpenLoad out;
  for (const scenario::RateStage& stage : open.stages)
    out.stages.push_back({stage.from.per_second, stage.to.per_second, stage.length});
  if (open.arrivals == scenario::Arrivals::poisson) out.spacing = load::Spacing::poisson;
  return out;
}

load::Entry convert(const scenario::Scenario& scenario, const scenario::LoadEntry& entry) {
  load::Entry out;
  out.start = entry.start;
  if (const auto* open = std::get_if<scenario::OpenLoad>(&entry.load)) out.load = convert(*open);
  if (const auto* closed = std::get_if<scenario::ClosedLoad>(&entry.load))
    out.load = load::ClosedLoad{closed->users};
  if (const auto* count = std::get_if<scenario::CountLoad>(&entry.load))
    out.load = load::CountLoad{count->count};
  const scenario::Journey* journey = scenario.find_journey(entry.journey);
  const auto group =
      std::find_if(scenario.groups.begin(), scenario.groups.end(),
                   [&](const scenario::Group& g) { return journey != nullptr && g.name == journey->group; });
  out.pool = static_cast<std::size_t>(group - scenario.groups.begin());
  if (group == scenario.groups.end()) return out;
  out.phones = phone_count(scenario, *group);
  out.in_first_part = group->listen.has_value();
  return out;
}

Duration length_of(const scenario::LoadEntry& entry) {
  if (const auto* closed = std::get_if<scenario::ClosedLoad>(&entry.load)) return closed->length;
  const auto* open = std::get_if<scenario::OpenLoad>(&entry.load);
  return open == nullptr ? Duration::zero() : load::RateCurve(convert(*open).stages).length();
}

}  // namespace

std::vector<load::Entry> load_entries(const scenario::Scenario& scenario) {
  std::vector<load::Entry> entries;
  entries.reserve(scenario.load.size());
  for (const scenario::LoadEntry& entry : scenario.load) entries.push_back(convert(scenario, entry));
  return entries;
}

load::UserCurve user_curve(const scenario::LoadEntry& entry) {
  const auto& closed = std::get<scenario::ClosedLoad>(entry.load);
  std::vector<load::UserStage> stages;
  stages.reserve(closed.stages.size() + 1);
  for (const scenario::UserStage& stage : closed.stages)
    stages.push_back({stage.from, stage.to, stage.length});
  const auto users = static_cast<double>(closed.users);
  if (stages.empty()) stages.push_back({users, users, closed.length});
  return load::UserCurve(std::move(stages));
}

scenario::Forecast forecast_of(const scenario::Scenario& scenario) {
  scenario::Forecast forecast;
  for (const scenario::LoadEntry& entry : scenario.load) {
    const load::Entry planned = convert(scenario, entry);
    forecast.entries.push_back({load::offered_in_all(planned), load::peak_rate(planned), entry.start,
                                entry.start + length_of(entry)});
  }
  for (const scenario::Group& group : scenario.groups)
    forecast.phones.emplace(group.name, phone_count(scenario, group));
  return forecast;
}

}  // namespace cxload::run
