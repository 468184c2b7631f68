/// The text of `cxload plan`: what a scenario would do, what that needs, and whether this machine has it.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <cxload/scenario/scenario.hpp>

namespace cxload::scenario {

/// What part `load` computes from one entry; the two parts do not know each other.
struct EntryForecast {
  double starts = 0;     ///< in all; of closed load: unknown, 0
  double peak_rate = 0;  ///< starts a second
  Duration begin{};
  Duration end{};  ///< of its last start
};

struct Forecast {
  std::vector<EntryForecast> entries;                      ///< as in Scenario::load
  std::map<std::string, std::size_t, std::less<>> phones;  ///< of each group, unlimited ones counted
};

struct MachineLimits {
  std::uint64_t descriptors = 0;  ///< RLIMIT_NOFILE
  std::uint64_t ports = 0;        ///< ephemeral ports (ip_local_port_range)
  unsigned cores = 1;
};

/// All that the plan needs, in numbers; the text says them.
struct Needs {
  std::size_t phones = 0;
  std::size_t kept_registered = 0;  ///< phones of groups that answer, registered before the load
  double calls = 0;                 ///< INVITEs of open and counted load
  double concurrent_calls = 0;      ///< peak: rate times planned talk, at most the phones there are
  double descriptors = 0;
  double ports = 0;  ///< UDP and TCP ports of our own, RTP included
  double packets_per_s = 0;
  double megabits_per_s = 0;  ///< RTP both ways, IP headers included
  Duration duration{};        ///< registering, load, and the longest journey after its last start
};

[[nodiscard]] Needs needs_of(const Scenario& scenario, const Forecast& forecast, unsigned threads);

/// "contacts.list (step contacts of journey morning)": what the site profile makes the run skip.
[[nodiscard]] std::vector<std::string> skipped_operations(const Scenario& scenario);

struct PlanReport {
  std::string text;
  bool is_possible = true;  ///< on the machine asked about
};

[[nodiscard]] PlanReport report_plan(const Scenario& scenario, const Forecast& forecast,
                                     const MachineLimits& machine, unsigned threads);

}  // namespace cxload::scenario
