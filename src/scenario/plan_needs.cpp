// The arithmetic behind `cxload plan`.
#include <algorithm>
#include <cmath>
#include <set>

#include <cxload/scenario/plan_report.hpp>

namespace cxload::scenario {
namespace {

using Seconds = std::chrono::duration<double>;

/// Time that connecting, registering and ringing take in a healthy deployment, beside what is planned.
constexpr Seconds overhead{0.5};
/// Logs, reports, epoll and timers of each shard, sockets of the stand-in's pipe.
constexpr double fixed_descriptors = 32;
/// G.711 with 20 ms packets: 160 bytes, 12 of RTP, 8 of UDP, 20 of IP.
constexpr double packets_per_stream = 50;
constexpr double bytes_per_packet = 200;

struct JourneyLoad {
  Seconds busy{};    // planned time of a whole journey
  Seconds talk{};    // of its calls
  double calls = 0;  // steps that call
  double calls_made = 0;
  double callees_with_media = 0;  // calls to groups of ours whose media we play too
  Duration longest{};
};

JourneyLoad load_of(const Scenario& scenario, const Journey& journey) {
  JourneyLoad load;
  bool is_open = false;  // a call of single steps, as far as can be told
  for (const JourneyStep& entry : journey.steps) {
    const Step& step = *entry.step;
    load.longest += step.planned_time();
    is_open = (is_open || step.opens_call()) && step.name() != "hangup";
    if (is_open) load.talk += step.planned_time();
    if (step.calls() == 0) continue;
    ++load.calls;
    load.calls_made += step.calls();
    if (!is_open) load.talk += step.planned_time();
    const Group* callee = scenario.find_group(step.callee_group());
    if (callee != nullptr && callee->media != phone::MediaKind::none) ++load.callees_with_media;
  }
  load.busy = load.longest + overhead;
  return load;
}

/// Journeys of one entry under way at its peak (Little's law), as far as there are phones.
double peak_journeys(const LoadEntry& entry, const EntryForecast& forecast, const JourneyLoad& load,
                     double phones) {
  double peak = forecast.peak_rate * load.busy.count();
  if (const auto* closed = std::get_if<ClosedLoad>(&entry.load)) peak = closed->users;
  if (const auto* count = std::get_if<CountLoad>(&entry.load)) peak = static_cast<double>(count->count);
  return std::min(peak, phones);
}

/// A call's connections to TURN servers; over udp the socket of its media does.
double streams_to_servers(const Group& group) {
  return static_cast<double>(std::ranges::count_if(
      group.ice.servers, [](const IceServer& server) { return net::is_reliable(server.url.door.scheme); }));
}

/// Sockets for signalling: one a phone, but UDP phones share one a shard unless told otherwise.
double sockets_of(const Scenario& scenario, const Group& group, double phones, unsigned threads) {
  if (group.listen) return 1;
  const bool each = net::is_reliable(scenario.scheme_of(group)) || group.socket_each;
  return each ? phones : std::min<double>(phones, threads);
}

/// Its phones have a connection to the portal, too.
bool asks_portal(const Scenario& scenario, const Group& group) {
  const auto is_asking = [&](const Journey& journey) {
    return journey.group == group.name &&
           std::any_of(journey.steps.begin(), journey.steps.end(),
                       [](const JourneyStep& entry) { return !entry.step->operations().empty(); });
  };
  return group.obeys_provisioning ||
         std::any_of(scenario.journeys.begin(), scenario.journeys.end(), is_asking);
}

std::size_t phones_of(const Forecast& forecast, const Group& group) {
  const auto found = forecast.phones.find(group.name);
  return found == forecast.phones.end() ? 0 : found->second;
}

void add_entry(const Scenario& scenario, const LoadEntry& entry, const EntryForecast& forecast,
               const Forecast& whole, Needs& needs, std::map<std::string, double>& active) {
  const Journey* journey = scenario.find_journey(entry.journey);
  const Group* group = journey == nullptr ? nullptr : scenario.find_group(journey->group);
  if (group == nullptr) return;
  const JourneyLoad load = load_of(scenario, *journey);
  const double phones = static_cast<double>(phones_of(whole, *group));
  const double journeys = peak_journeys(entry, forecast, load, phones);
  const double share = load.busy.count() > 0 ? load.talk.count() / load.busy.count() : 0;
  const double concurrent = load.calls > 0 ? std::ceil(journeys * share) : 0;
  active[group->name] = std::min(phones, active[group->name] + std::ceil(journeys));
  needs.calls += forecast.starts * load.calls_made;
  needs.concurrent_calls += concurrent;
  // A stream is a socket for RTP and one for RTCP, packets in and packets out.
  const double with_media = group->media != phone::MediaKind::none ? 1 : 0;
  const double callees = load.calls > 0 ? load.callees_with_media / load.calls : 0;
  const double ends = concurrent * (with_media + with_media * callees);
  needs.ports += 2 * ends;
  needs.descriptors += 2 * ends;
  needs.packets_per_s += 2 * packets_per_stream * ends;
  const double streams = streams_to_servers(*group);
  needs.ports += concurrent * streams;
  needs.descriptors += concurrent * streams;
  needs.duration = std::max(needs.duration, forecast.end + load.longest);
}

}  // namespace

Needs needs_of(const Scenario& scenario, const Forecast& forecast, unsigned threads) {
  Needs needs;
  needs.descriptors = fixed_descriptors;
  std::map<std::string, double> active;  // phones of a group that have a link at the peak
  for (std::size_t i = 0; i < std::min(scenario.load.size(), forecast.entries.size()); ++i)
    add_entry(scenario, scenario.load[i], forecast.entries[i], forecast, needs, active);
  Seconds setup{};  // groups register one after the other
  for (const Group& group : scenario.groups) {
    const std::size_t phones = phones_of(forecast, group);
    needs.phones += phones;
    if (group.stay) {
      needs.kept_registered += phones;
      setup += Seconds(static_cast<double>(phones) / group.stay->rate);
      active[group.name] = static_cast<double>(phones);
    }
    double sockets = sockets_of(scenario, group, active[group.name], threads);
    if (asks_portal(scenario, group)) sockets += active[group.name];
    needs.descriptors += sockets;
    needs.ports += sockets;
  }
  needs.megabits_per_s = needs.packets_per_s * bytes_per_packet * 8 / 1e6;
  needs.duration += std::chrono::duration_cast<Duration>(setup);
  return needs;
}

}  // namespace cxload::scenario
