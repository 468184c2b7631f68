#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/load/plan.hpp>
#include <cxload/result/implicit_gates.hpp>
#include <cxload/run/load_entries.hpp>
#include <cxload/run/solo.hpp>

#include "phones_needed.hpp"

namespace cxload::run {
namespace {

/// An hour at 10,000/s has 36 million.
constexpr std::uint64_t most_starts = 100'000'000;

std::optional<Solo> parse_id(const scenario::Scenario& scenario, std::string_view id) {
  const std::size_t dash = id.rfind('-'), dot = id.rfind('.');
  if (dash == std::string_view::npos || dot == std::string_view::npos || dot < dash) return std::nullopt;
  const auto entry = text::parse_unsigned(id.substr(dash + 1, dot - dash - 1));
  const auto ordinal = text::parse_unsigned(id.substr(dot + 1));
  if (!entry || !ordinal || *entry >= scenario.load.size() ||
      scenario.load[*entry].journey != id.substr(0, dash))
    return std::nullopt;
  return Solo{static_cast<std::size_t>(*entry), *ordinal, 0};
}

/// Of closed load the plan has one start a user; their later rounds are played by the same phone.
std::uint64_t planned_ordinal(const scenario::LoadEntry& entry, std::uint64_t ordinal) {
  const auto* closed = std::get_if<scenario::ClosedLoad>(&entry.load);
  return closed == nullptr || closed->users == 0 ? ordinal : ordinal % closed->users;
}

}  // namespace

Outcome<Solo> find_solo(const scenario::Scenario& scenario, std::string_view id) {
  std::optional<Solo> solo = parse_id(scenario, id);
  const std::string shown = text::printable(id, 100);
  if (!solo)
    return Failure{"refused.journey",
                   fmt::format("\"{}\" is no journey of this scenario (like call-0.17)", shown)};
  if (scenario.search) return *solo;
  const std::uint64_t wanted = planned_ordinal(scenario.load[solo->entry], solo->ordinal);
  load::Plan plan(load_entries(scenario), scenario.seed);
  for (std::uint64_t i = 0; i < most_starts; ++i) {
    const std::optional<load::Start> start = plan.next();
    if (!start) break;
    if (start->entry != solo->entry || start->ordinal != wanted) continue;
    solo->phone = start->phone;
    return *solo;
  }
  return Failure{"refused.journey", fmt::format("the load of this scenario has no start {}", shown)};
}

bool take_account(Solo& solo, const scenario::Scenario& scenario, std::string_view user) {
  const scenario::Journey& journey = *scenario.find_journey(scenario.load[solo.entry].journey);
  const scenario::Group& group = *scenario.find_group(journey.group);
  const scenario::AccountPool* accounts = scenario.find_pool(group.accounts);
  if (accounts == nullptr) return true;  // a trunk: its phones differ in nothing
  const std::size_t count = phone_count(scenario, group);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t place = (solo.phone + i) % count;  // the next free one: most often close by
    if (accounts->at(place).user != user) continue;
    solo.phone = place;
    return true;
  }
  return false;
}

void make_solo(scenario::Scenario& scenario, const Solo& solo) {
  for (scenario::Group& group : scenario.groups)
    if (!scenario.phones_of(group)) group.phones = phone_count(scenario, group);
  for (scenario::LoadEntry& entry : scenario.load) {
    entry.load = scenario::CountLoad{0};
    entry.start = {};
  }
  scenario.load[solo.entry].load = scenario::CountLoad{1};
  scenario.search.reset();
  scenario.events.clear();
  scenario.warmup = {};
  const std::vector<std::string> played{scenario.load[solo.entry].journey};
  scenario.thresholds = result::implicit_gates({}, played);
  scenario.name += fmt::format(" · {}-{}.{} again", played.front(), solo.entry, solo.ordinal);
}

}  // namespace cxload::run
