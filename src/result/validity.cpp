/// The limits of CONTRACT section 4, one rule a line.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>

#include <fmt/format.h>

#include <cxload/result/format.hpp>
#include <cxload/result/validity.hpp>
#include <cxload/stats/standard_metrics.hpp>

namespace cxload::result {
namespace {

using namespace std::chrono_literals;
using Inputs = ValidityInputs;

constexpr int invalid_factor = 5;  ///< "five times that lateness or lag"

std::string show(Duration time) {
  return format_value(std::chrono::duration<double, std::milli>(time).count(), "ms");
}

/// 10 ms, or 5 % of what is being measured, whichever is more.
Duration allowance(Duration median) { return std::max<Duration>(10ms, median / 20); }

/// Lag strikes every journey alike, so the shortest sets its limit.
Duration lag_allowance(const Inputs& in) {
  Duration shortest = Duration::max();
  for (const JourneyTiming& journey : in.journeys) shortest = std::min(shortest, journey.median);
  return allowance(in.journeys.empty() ? Duration{} : shortest);
}

/// The journey whose starts are late by the most, measured in its own allowance.
const JourneyTiming* latest(const Inputs& in) {
  const auto relative = [](const JourneyTiming& j) {
    return static_cast<double>(j.lateness_p99.count()) / static_cast<double>(allowance(j.median).count());
  };
  const auto found =
      std::max_element(in.journeys.begin(), in.journeys.end(),
                       [&](const auto& a, const auto& b) { return relative(a) < relative(b); });
  return found == in.journeys.end() ? nullptr : &*found;
}

bool is_late(const Inputs& in, int factor) {
  const JourneyTiming* journey = latest(in);
  return journey != nullptr && journey->lateness_p99 > factor * allowance(journey->median);
}
bool is_lagging(const Inputs& in, int factor) { return in.lag_p99 > factor * lag_allowance(in); }

std::uint64_t local_count(const Inputs& in, const char* kind) {
  const auto found = in.local_failures.find(kind);
  return found == in.local_failures.end() ? 0 : found->second;
}

/// Starts that a phone was there for.
std::uint64_t due(const Inputs& in) { return in.open_planned - std::min(in.open_planned, in.open_no_phone); }

std::string tell_lateness(const Inputs& in) {
  const JourneyTiming& journey = *latest(in);
  return fmt::format("journeys \"{}\" started up to {} late (p99; {} is tolerable)", journey.name,
                     show(journey.lateness_p99), show(allowance(journey.median)));
}
std::string tell_lag(const Inputs& in) {
  return fmt::format("event loops answered up to {} late (p99; {} is tolerable)", show(in.lag_p99),
                     show(lag_allowance(in)));
}
std::string tell_late_drops(const Inputs& in) {
  return fmt::format("{} of {} planned starts were dropped because we were late", in.dropped_late,
                     in.planned);
}
std::string tell_rate(const Inputs& in) {
  return fmt::format("only {} of {} planned starts were made: the offered rate was not reached",
                     in.open_started, due(in));
}
std::string tell_descriptors(const Inputs& in) {
  return fmt::format("this machine ran out of descriptors {} times: raise `ulimit -n`",
                     local_count(in, "local.descriptors"));
}
std::string tell_ports(const Inputs& in) {
  return fmt::format("this machine ran out of ports {} times: add addresses with `bind`",
                     local_count(in, "local.ports"));
}
std::string tell_memory(const Inputs& in) {
  return fmt::format("this machine ran out of memory {} times", local_count(in, "local.memory"));
}
std::string tell_stop(const Inputs& in) {
  return fmt::format("the process stood still for {}: it, or the machine, was stopped",
                     show(in.longest_stop));
}
std::string tell_clock(const Inputs& in) {
  return fmt::format("the clock of this machine was set by {} during the run",
                     show(Duration(std::abs(in.clock_step.count()))));
}
std::string tell_socket_drops(const Inputs& in) {
  return fmt::format("our own sockets lost {} packets", in.socket_drops);
}
std::string tell_skipped(const Inputs& in) {
  return fmt::format("{} of {} media packets of our own were too late to be sent", in.media_skipped,
                     in.media_due);
}
std::string tell_busy(const Inputs& in) {
  return fmt::format("a shard was over 95 % busy for {}", show(in.longest_busy));
}

struct Rule {
  ValidityStatus status;
  const char* topic;  ///< of two rules on one topic only the graver speaks
  bool (*strikes)(const Inputs& in);
  std::string (*tell)(const Inputs& in);
};

constexpr auto invalid = ValidityStatus::invalid;
constexpr auto degraded = ValidityStatus::degraded;

// clang-format off
constexpr auto rules = std::to_array<Rule>({
    {invalid,  "late",   [](const Inputs& in) { return is_late(in, invalid_factor); }, tell_lateness},
    {invalid,  "lag",    [](const Inputs& in) { return is_lagging(in, invalid_factor); }, tell_lag},
    {invalid,  "drops",  [](const Inputs& in) { return in.dropped_late * 100 > in.planned; }, tell_late_drops},
    {invalid,  "rate",   [](const Inputs& in) { return in.open_started * 100 < due(in) * 98; }, tell_rate},
    {invalid,  "fds",    [](const Inputs& in) { return local_count(in, "local.descriptors") > 0; }, tell_descriptors},
    {invalid,  "ports",  [](const Inputs& in) { return local_count(in, "local.ports") > 0; }, tell_ports},
    {invalid,  "memory", [](const Inputs& in) { return local_count(in, "local.memory") > 0; }, tell_memory},
    {invalid,  "stop",   [](const Inputs& in) { return in.longest_stop > 0s; }, tell_stop},
    {invalid,  "clock",  [](const Inputs& in) { return in.clock_step != 0s; }, tell_clock},
    {invalid,  "media",  [](const Inputs& in) { return in.media_skipped * 100 > in.media_due; }, tell_skipped},
    {degraded, "late",   [](const Inputs& in) { return is_late(in, 1); }, tell_lateness},
    {degraded, "lag",    [](const Inputs& in) { return is_lagging(in, 1); }, tell_lag},
    {degraded, "media",  [](const Inputs& in) { return in.media_skipped > 0; }, tell_skipped},
    {degraded, "sock",   [](const Inputs& in) { return in.socket_drops > 0; }, tell_socket_drops},
    {degraded, "busy",   [](const Inputs& in) { return in.longest_busy >= 1s; }, tell_busy},
});
// clang-format on

double in_ms(Duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

Duration percentile(const stats::Cell* cell, double p) {
  return cell == nullptr ? Duration{} : std::chrono::microseconds(cell->histogram.value_at_percentile(p));
}

std::uint64_t dropped(const stats::Snapshot& snapshot, const char* reason) {
  const stats::Cell* cell = snapshot.find(stats::metric::load_dropped, {{"reason", reason}});
  return cell == nullptr ? 0 : static_cast<std::uint64_t>(std::max<std::int64_t>(cell->value, 0));
}

}  // namespace

void take_timings(ValidityInputs& inputs, const stats::Catalogue& catalogue, const stats::Snapshot& snapshot,
                  std::span<const std::string> journeys) {
  const stats::Cell* lateness = snapshot.find(stats::metric::load_lateness);
  inputs.lateness_p50 = percentile(lateness, 50);
  inputs.lateness_p99 = percentile(lateness, 99);
  inputs.lateness_max = percentile(lateness, 100);
  inputs.lag_p99 = percentile(snapshot.find(stats::metric::load_lag), 99);
  const stats::Cell* paced = snapshot.find(stats::metric::media_pacing);
  const stats::Cell* skipped = snapshot.find(stats::metric::media_skipped);
  inputs.media_due = paced == nullptr ? 0 : paced->histogram.count();
  inputs.media_skipped =
      skipped == nullptr ? 0 : static_cast<std::uint64_t>(std::max<std::int64_t>(skipped->value, 0));
  inputs.dropped_late = dropped(snapshot, "late");
  inputs.dropped_no_phone = dropped(snapshot, "no_phone");
  inputs.journeys.clear();
  for (const std::string& name : journeys) {
    const auto metric = catalogue.find("journey." + name);
    const stats::Cell* own = snapshot.find(stats::metric::load_lateness, {{"journey", name}});
    if (own == nullptr) continue;  // never started
    inputs.journeys.push_back(
        {name, percentile(own, 99), metric ? percentile(snapshot.find(*metric), 50) : Duration{}});
  }
}

Validity judge(const ValidityInputs& inputs) {
  Validity validity;
  validity.lateness_p50_ms = in_ms(inputs.lateness_p50);
  validity.lateness_p99_ms = in_ms(inputs.lateness_p99);
  validity.lateness_max_ms = in_ms(inputs.lateness_max);
  validity.loop_lag_p99_ms = in_ms(inputs.lag_p99);
  validity.busiest_shard_share = inputs.busiest_shard_share;
  validity.dropped_late = inputs.dropped_late;
  validity.dropped_no_phone = inputs.dropped_no_phone;
  validity.socket_drops = inputs.socket_drops;
  if (due(inputs) > 0)
    validity.achieved_share = static_cast<double>(inputs.open_started) / static_cast<double>(due(inputs));
  std::vector<std::string_view> struck;
  for (const Rule& rule : rules) {
    const bool is_told = std::find(struck.begin(), struck.end(), rule.topic) != struck.end();
    if (is_told || !rule.strikes(inputs)) continue;
    struck.emplace_back(rule.topic);
    validity.reasons.push_back(rule.tell(inputs));
    validity.status = std::max(validity.status, rule.status);
  }
  return validity;
}

}  // namespace cxload::result
