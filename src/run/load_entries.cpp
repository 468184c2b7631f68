#include "load_entries.hpp"

#include "phones_needed.hpp"

namespace cxload::run {
namespace {

load::OpenLoad to_planned(const scenario::OpenLoad& open) {
  load::OpenLoad planned;
  planned.spacing =
      open.arrivals == scenario::Arrivals::poisson ? load::Spacing::poisson : load::Spacing::uniform;
  for (const scenario::RateStage& stage : open.stages)
    planned.stages.push_back({stage.from.per_second, stage.to.per_second, stage.length});
  return planned;
}

std::size_t group_index(const scenario::Scenario& scenario, const std::string& journey) {
  const scenario::Group* group = scenario.find_group(scenario.find_journey(journey)->group);
  return static_cast<std::size_t>(group - scenario.groups.data());
}

}  // namespace

std::size_t phone_count(const scenario::Scenario& scenario, const scenario::Group& group) {
  return scenario.phones_of(group).value_or(phones_needed(scenario, group));
}

std::vector<load::Entry> load_entries(const scenario::Scenario& scenario) {
  std::vector<load::Entry> entries;
  for (const scenario::LoadEntry& from : scenario.load) {
    load::Entry entry;
    entry.start = from.start;
    entry.pool = group_index(scenario, from.journey);
    entry.phones = phone_count(scenario, scenario.groups[entry.pool]);
    if (const auto* open = std::get_if<scenario::OpenLoad>(&from.load)) {
      entry.load = to_planned(*open);
    } else if (const auto* closed = std::get_if<scenario::ClosedLoad>(&from.load)) {
      entry.load = load::ClosedLoad{closed->users};
    } else {
      entry.load = load::CountLoad{std::get<scenario::CountLoad>(from.load).count};
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace cxload::run
