#include <cxload/load/offered.hpp>
#include <cxload/load/rate_curve.hpp>
#include <cxload/run/forecast.hpp>

#include "load_entries.hpp"

namespace cxload::run {
namespace {

Duration length_of(const scenario::LoadEntry& entry, const load::Entry& planned) {
  if (const auto* closed = std::get_if<scenario::ClosedLoad>(&entry.load)) return closed->length;
  const auto* open = std::get_if<load::OpenLoad>(&planned.load);
  return open == nullptr ? Duration::zero() : load::RateCurve(open->stages).length();
}

}  // namespace

scenario::Forecast forecast_of(const scenario::Scenario& scenario) {
  scenario::Forecast forecast;
  const std::vector<load::Entry> entries = load_entries(scenario);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const scenario::LoadEntry& entry = scenario.load[i];
    forecast.entries.push_back({load::offered_in_all(entries[i]), load::peak_rate(entries[i]), entry.start,
                                entry.start + length_of(entry, entries[i])});
  }
  for (const scenario::Group& group : scenario.groups)
    forecast.phones.emplace(group.name, phone_count(scenario, group));
  return forecast;
}

}  // namespace cxload::run
