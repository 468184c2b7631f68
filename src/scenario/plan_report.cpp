#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <cxload/scenario/plan_report.hpp>

namespace cxload::scenario {
namespace {

/// Media packets a core can send and receive a second beside the rest of its work; a cautious figure.
constexpr double packets_per_core = 50'000;

class PlanText {
 public:
  PlanText(const Scenario& scenario, const Forecast& forecast, const MachineLimits& machine, unsigned threads)
      : scenario_(scenario),
        forecast_(forecast),
        machine_(machine),
        threads_(threads),
        needs_(needs_of(scenario, forecast, threads)) {}

  PlanReport write() {
    line("{} (seed {})", scenario_.name, scenario_.seed);
    line("target      {}", target());
    write_groups();
    write_load();
    write_thresholds();
    write_skipped();
    write_needs();
    return {std::move(out_), possible_};
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    out_ += fmt::format(format, std::forward<Args>(args)...) + "\n";
  }

  static std::string door_list(const DoorUrl& first, const std::vector<DoorUrl>& others) {
    std::string text = first.to_text();
    for (const DoorUrl& other : others) text += ", then " + other.to_text();
    return text;
  }

  std::string target() const {
    const Deployment& deployment = scenario_.deployment;
    if (deployment.signalling)
      return fmt::format("{}, domain {}{}", door_list(*deployment.signalling, deployment.fallbacks),
                         deployment.domain,
                         deployment.dns ? ", name server " + deployment.dns->to_string() : "");
    if (deployment.web) return fmt::format("{}, SIP as it provisions", deployment.web->origin());
    if (deployment.standin.defects.empty()) return "embedded stand-in";
    return fmt::format("embedded stand-in, {} defects switched on", deployment.standin.defects.size());
  }

  void write_groups() {
    line("\nphones");
    for (const Group& group : scenario_.groups) {
      const auto door = scenario_.door_of(group);
      const auto phones = forecast_.phones.find(group.name);
      line("  {:<16} {:>7}  {}, {}{}{}{}{}{}{}", group.name,
           phones == forecast_.phones.end() ? 0 : phones->second, group.client,
           door                                 ? door->to_text()
           : scenario_.deployment.is_embedded() ? fmt::format("{} of the stand-in", scheme_word(group))
                                                : std::string("where the portal sends it"),
           group.media == phone::MediaKind::rtp      ? ", plain RTP"
           : group.media == phone::MediaKind::webrtc ? ", ICE and DTLS-SRTP"
           : group.media == phone::MediaKind::sdes   ? ", SRTP with keys in the SDP"
                                                     : "",
           ice_of(group), group.registers ? "" : ", never registers",
           group.listen ? fmt::format(", listens on {}://{}", net::to_string(group.listen->scheme),
                                      group.listen->address.to_string())
                        : "",
           group.stay ? fmt::format(", registered before the load at {}", to_text(Rate{group.stay->rate}))
                      : "",
           group.answer ? ", answers" : "");
    }
  }

  static std::string ice_of(const Group& group) {
    std::string text;
    for (const IceServer& server : group.ice.servers)
      if (server.url.relays || !group.ice.relay_only)
        text += (!text.empty()          ? " and "
                 : group.ice.relay_only ? ", only through "
                                        : ", asks ") +
                server.url.to_text();
    return text;
  }

  std::string_view scheme_word(const Group& group) const {
    return net::to_string(scenario_.scheme_of(group));
  }

  void write_load() {
    if (scenario_.search) {
      line("\nsearch");
      line("  {:<16} {}", scenario_.search->journey, to_text(*scenario_.search));
      return;
    }
    line("\nload");
    for (std::size_t i = 0; i < scenario_.load.size(); ++i) {
      const LoadEntry& entry = scenario_.load[i];
      const EntryForecast forecast = i < forecast_.entries.size() ? forecast_.entries[i] : EntryForecast{};
      line("  {:<16} {}", entry.journey, describe(entry, forecast));
    }
  }

  static std::string describe(const LoadEntry& entry, const EntryForecast& forecast) {
    if (const auto* closed = std::get_if<ClosedLoad>(&entry.load))
      return fmt::format("{}{} at a time, from {} to {}, {} between two journeys",
                         closed->stages.empty() ? "" : "up to ", closed->users, to_text(forecast.begin),
                         to_text(forecast.end), to_text(closed->think));
    if (std::holds_alternative<CountLoad>(entry.load))
      return fmt::format("{:.0f} starts at once, at {}", forecast.starts, to_text(forecast.begin));
    const bool is_poisson = std::get<OpenLoad>(entry.load).arrivals == Arrivals::poisson;
    return fmt::format("{}{:.0f} starts{}, up to {}, from {} to {}", is_poisson ? "about " : "",
                       forecast.starts, is_poisson ? " at random" : "", to_text(Rate{forecast.peak_rate}),
                       to_text(forecast.begin), to_text(forecast.end));
  }

  void write_thresholds() {
    line("\ngates");
    for (const result::Threshold& threshold : scenario_.thresholds)
      line("  {}{}", threshold.text, threshold.is_implicit ? "  (implicit)" : "");
  }

  void write_skipped() {
    const std::vector<std::string> skipped = skipped_operations(scenario_);
    if (skipped.empty()) return;
    line("\nskipped: the site profile does not map");
    for (const std::string& operation : skipped) line("  {}", operation);
  }

  void write_needs() {
    line("\nneeds{}", scenario_.search ? " of the highest step" : "");
    line("  time               about {}", to_text(std::chrono::ceil<std::chrono::seconds>(needs_.duration)));
    line("  phones             {} ({} registered before the load)", needs_.phones, needs_.kept_registered);
    line("  calls              {:.0f}, about {:.0f} at a time at most{}", needs_.calls,
         needs_.concurrent_calls, has_closed() ? ", closed load not counted" : "");
    limited("descriptors", needs_.descriptors, static_cast<double>(machine_.descriptors),
            "raise it with ulimit -n");
    limited("ports", needs_.ports, static_cast<double>(machine_.ports), "widen net.ipv4.ip_local_port_range");
    if (needs_.packets_per_s > 0) {
      limited("media packets/s", needs_.packets_per_s,
              packets_per_core * std::min(machine_.cores, std::max(1U, threads_)), "use more cores");
      line("  media Mbit/s       {:.1f}", needs_.megabits_per_s);
    }
    if (const auto limit = scenario_.deployment.limits.concurrent;
        limit && needs_.concurrent_calls > static_cast<double>(*limit)) {
      possible_ = false;
      line("  the deployment allows {} calls at a time", *limit);
    }
    line("\n{}", possible_ ? "This machine can do it." : "This machine cannot do it as it is.");
  }

  bool has_closed() const {
    return std::any_of(scenario_.load.begin(), scenario_.load.end(),
                       [](const LoadEntry& entry) { return std::holds_alternative<ClosedLoad>(entry.load); });
  }

  void limited(std::string_view what, double needed, double available, std::string_view remedy) {
    const bool enough = needed <= available;
    possible_ = possible_ && enough;
    line("  {:<18} {:.0f} of {:.0f}{}", what, needed, available,
         enough ? "" : fmt::format("  NOT ENOUGH: {}", remedy));
  }

  const Scenario& scenario_;
  const Forecast& forecast_;
  const MachineLimits& machine_;
  unsigned threads_;
  Needs needs_;
  std::string out_;
  bool possible_ = true;
};

}  // namespace

std::vector<std::string> skipped_operations(const Scenario& scenario) {
  std::vector<std::string> skipped;
  for (const Journey& journey : scenario.journeys)
    for (const JourneyStep& entry : journey.steps)
      for (const std::string_view operation : entry.step->needed_operations())
        if (scenario.deployment.site.find(operation) == nullptr)
          skipped.push_back(
              fmt::format("{} (step {} of journey {})", operation, entry.step->name(), journey.name));
  std::sort(skipped.begin(), skipped.end());
  skipped.erase(std::unique(skipped.begin(), skipped.end()), skipped.end());
  return skipped;
}

PlanReport report_plan(const Scenario& scenario, const Forecast& forecast, const MachineLimits& machine,
                       unsigned threads) {
  return PlanText(scenario, forecast, machine, threads).write();
}

}  // namespace cxload::scenario
