#include "report/sample_runs.hpp"

#include <algorithm>
#include <cmath>

#include "report/sample_ladders.hpp"
#include "report/traffic.hpp"

namespace cxload::samples {
namespace {

using result::RunResult;
using result::ThresholdResult;
using result::VerdictStatus;
using namespace std::chrono_literals;

constexpr WallTime start = WallTime(1'788'184'927s);

constexpr std::string_view scenario_text = R"(cxload: 1
name: Morning shift
seed: 7

deployment:
  web: https://phone.example.com
  signalling: wss://sip.example.com
  consent: "NOC ticket 4711"

accounts:
  agents:   {users: 1000..1499, password: "****"}
  carriers: {users: 2000..2099, password: "****"}

endpoints:
  agents:   {accounts: agents, client: sipjs, stay: {rate: 100/s}}
  carriers: {accounts: carriers, signalling: udp, answer: {ring: 200ms, after: 1s}}

journeys:
  login: {endpoints: agents, steps: [register, wait: 2s, unregister]}
  call:  {endpoints: agents, steps: [register, call: {to: group carriers, talk: 10s..30s}]}

load:
  - {journey: login, rate: 30/s, for: 30s}
  - {journey: call, arrivals: poisson, stages: [{to: 20/s, in: 20s}, {for: 40s}]}

thresholds:
  - sip.rrd.p95 < 250ms
  - sip.srd.p95 < 400ms
  - sip.sdd.p99 < 200ms
  - "sip.seer{journey=call} >= 94%"
  - sip.isa < 5%
  - journey.login.p99 < 500ms
)";

RunResult blank_run(std::string name) {
  RunResult run;
  run.run.version = "0.1.0";
  run.run.name = std::move(name);
  run.run.scenario = "scenarios/morning-shift.yaml";
  run.run.scenario_text = scenario_text;
  run.run.seed = 7;
  run.run.started = start;
  run.run.target = "wss://sip.example.com:443";
  run.run.command = "cxload scenarios/morning-shift.yaml --seed 7 --out reports/morning";
  run.run.threads = 2;
  run.run.host = {"load-1", "Linux 6.1.0-25-amd64", "AMD EPYC 7443P", 4, 15.6, 524'288};
  run.notes = {"Accounts: 500 agents, 100 carriers."};
  return run;
}

ThresholdResult gate(const RunResult& run, std::string metric, std::string stat, std::string op, double limit,
                     std::string unit, std::string text, stats::LabelSet labels = {}) {
  ThresholdResult it{std::move(text),
                     metric,
                     std::move(stat),
                     std::move(op),
                     std::move(unit),
                     std::move(labels),
                     limit,
                     {},
                     0,
                     false,
                     false,
                     {}};
  for (std::size_t i = 0; i < run.metrics.size(); ++i) {
    if (run.metrics[i].name != metric) continue;
    const stats::Cell* cell = run.snapshot.find(static_cast<stats::MetricId>(i), it.labels);
    if (cell == nullptr) continue;
    if (it.stat.starts_with('p')) {
      it.samples = cell->histogram.count();
      it.observed = static_cast<double>(cell->histogram.value_at_percentile(std::stod(it.stat.substr(1)))) /
                    run.metrics[i].per_unit;
    } else if (cell->denominator > 0) {
      it.samples = cell->denominator;
      it.observed = static_cast<double>(cell->numerator) / static_cast<double>(cell->denominator);
    } else if (cell->tried > 0) {
      it.samples = cell->tried;
      it.observed = static_cast<double>(cell->value);
    }
  }
  if (it.observed)
    it.pass = it.op == "<"    ? *it.observed < limit
              : it.op == ">=" ? *it.observed >= limit
                              : *it.observed == limit;
  return it;
}

void judge(RunResult& run) {
  const auto implicit = [&](std::string metric, std::string text, stats::LabelSet labels) {
    ThresholdResult it =
        gate(run, std::move(metric), "value", "==", 0, "", std::move(text), std::move(labels));
    it.is_implicit = true;
    return it;
  };
  run.thresholds = {
      gate(run, "sip.rrd", "p95", "<", 250, "ms", "sip.rrd.p95 < 250ms"),
      gate(run, "sip.srd", "p95", "<", 400, "ms", "sip.srd.p95 < 400ms"),
      gate(run, "sip.sdd", "p99", "<", 200, "ms", "sip.sdd.p99 < 200ms"),
      gate(run, "sip.seer", "value", ">=", 0.94, "1", "sip.seer{journey=call} >= 94%", {{"journey", "call"}}),
      gate(run, "sip.isa", "value", "<", 0.05, "1", "sip.isa < 5%"),
      gate(run, "journey.login", "p99", "<", 500, "ms", "journey.login.p99 < 500ms"),
      implicit("journey.call.failed", "journey.call.failed == 0", {}),
      implicit("load.dropped", "load.dropped{reason=no_phone} == 0", {{"reason", "no_phone"}}),
  };
  for (ThresholdResult& it : run.thresholds)
    if (!it.pass && !it.observed) it.why = "Nothing was measured, so the gate cannot pass.";
}

void add_lateness(RunResult& run, std::int64_t worst_microseconds) {
  Random random(11);
  for (std::size_t i = 0; i < run.metrics.size(); ++i) {
    const auto id = static_cast<stats::MetricId>(i);
    if (run.metrics[i].name == "load.lateness")
      for (int n = 0; n < 2000; ++n)
        run.snapshot.at(id, {}).histogram.record(random.between(std::int64_t{20}, worst_microseconds));
    if (run.metrics[i].name == "load.dropped") run.snapshot.at(id, {{"reason", "no_phone"}}).tried = 2000;
  }
}

/// A minute of logins and calls; `strain(t)` is how hard the deployment finds second t, 0 … 1.
template <class Strain>
void play_minute(RunResult& run, int seconds, int drain, Strain strain) {
  Traffic traffic(run, {"login", "call"});
  Random random(3);
  double active = 0;
  for (int t = 0; t < seconds; ++t) {
    const double registered = std::min(600.0, 100.0 * (t + 1));
    const double weight = strain(t);
    if (t >= 6) {
      const double factor = 1 + 14 * weight * weight;
      const std::uint64_t logins = t < 36 ? 30 : 0;
      const auto offered = static_cast<std::uint64_t>(std::min(20, t - 5)) + random.below(4);
      const auto failing = static_cast<std::uint64_t>(weight * 0.45 * static_cast<double>(offered));
      traffic.play("login", {logins, logins, weight > 0.2 && t < 34 ? 1U : 0U, factor});
      traffic.play("call", {offered, offered, failing, factor});
      active += (static_cast<double>(offered - failing) * 20 - active) / 14;
    }
    traffic.end_second(registered, std::round(active));
  }
  for (int t = 0; t < drain; ++t) traffic.end_second(600, std::round(active = std::max(0.0, active - 14)));
  traffic.finish();
}

void pass(RunResult& run) {
  run.verdict = {VerdictStatus::pass, 0, {}};
  run.validity.lateness_p50_ms = 0.11;
  run.validity.lateness_p99_ms = 0.84;
  run.validity.lateness_max_ms = 2.31;
  run.validity.loop_lag_p99_ms = 0.37;
  run.validity.busiest_shard_share = 0.41;
  run.validity.achieved_share = 1;
}

result::FailureGroup failure(std::string kind, std::uint64_t count, std::chrono::seconds first,
                             std::string journey, std::string explain, result::FailureExample example,
                             std::string_view ladder) {
  return {
      std::move(kind),    count, start + first, std::move(explain), std::move(journey), std::move(example),
      std::string(ladder)};
}

void add_failures(RunResult& run) {
  run.failures = {
      failure("sip.503", run.journeys["call"].failed - 37, 31s, "call",
              "The deployment answered 503 Service Unavailable: it was overloaded or had no destination "
              "left. Look "
              "at Retry-After, the Warning header and the health of the servers behind the edge.",
              {"call-004127", "1137", "5q8c0m1n7r2t", start + 33s + 210ms, "traces/call-004127.txt"},
              ladder_of_503),
      failure("sip.timeout", 37, 39s, "call",
              "No final response came within 32 s (RFC 3261 timer B). A request or its answer was lost on "
              "the way, "
              "or a server took it and fell silent.",
              {"call-004391", "1201", "c7d2k9w0e4u1", start + 41s + 903ms, "traces/call-004391.txt"},
              ladder_of_timeout),
      failure("tcp.reset", 3, 40s, "login",
              "The connection was reset in mid-request. A crash or a restart of the edge looks like this, a "
              "firewall "
              "with a full table too.",
              {"login-001802", "1044", "", start + 40s + 51ms, "traces/login-001802.txt"}, ladder_of_reset),
  };
}

}  // namespace

RunResult passing_run() {
  RunResult run = blank_run("Morning shift");
  play_minute(run, 66, 30, [](int) { return 0.05; });
  add_lateness(run, 840);
  run.run.finished = start + 1min + 36s + 180ms;
  judge(run);
  pass(run);
  return run;
}

RunResult failing_run() {
  RunResult run = blank_run("Morning shift");
  play_minute(run, 66, 32, [](int t) { return t < 28 ? 0.08 : std::min(1.0, 0.08 + (t - 28) / 18.0); });
  add_lateness(run, 1900);
  run.run.finished = start + 1min + 38s + 420ms;
  judge(run);
  pass(run);
  run.verdict = {VerdictStatus::fail,
                 1,
                 {"A quarter of all calls failed, most of them with 503 Service Unavailable.",
                  "Call set-up and release were slower than allowed."}};
  run.validity.status = result::ValidityStatus::degraded;
  run.validity.reasons = {"Shard 1 was busy for 96 % of a second at 00:47."};
  run.validity.busiest_shard_share = 0.96;
  add_failures(run);
  return run;
}

std::string hostile_text() {
  return "</script><script>document.title='owned'</script><img src=x "
         "onerror=\"document.title='owned'\">'\"`&amp; "
         "{{gates}} ]]> \x1b[2J\x01 \xff\xfe \xe2\x80\xae evil \xef\xbf\xbf "
         "[link](javascript:document.title='owned') | a | b\n# heading <!-- ";
}

void for_each_string(RunResult& run, const std::function<void(std::string&)>& change) {
  for (std::string* it :
       {&run.run.version, &run.run.name, &run.run.scenario, &run.run.scenario_text, &run.run.target,
        &run.run.command, &run.run.host.hostname, &run.run.host.kernel, &run.run.host.cpu_model})
    change(*it);
  for (std::string& reason : run.verdict.reasons) change(reason);
  for (std::string& reason : run.validity.reasons) change(reason);
  for (std::string& note : run.notes) change(note);
  for (ThresholdResult& it : run.thresholds) {
    for (std::string* text : {&it.text, &it.unit, &it.why}) change(*text);
    for (auto& [name, value] : it.labels) change(value);
  }
  for (result::FailureGroup& it : run.failures)
    for (std::string* text : {&it.kind, &it.explain, &it.journey, &it.ladder, &it.example.journey_id,
                              &it.example.account, &it.example.call_id, &it.example.trace})
      change(*text);
  for (stats::Metric& metric : run.metrics) {
    change(metric.help);
    if (metric.name == "journey.call") change(metric.name);
  }
  run.journeys["call " + hostile_text()] = run.journeys["call"];
}

RunResult hostile_run() {
  RunResult run = failing_run();
  for_each_string(run, [](std::string& text) { text += hostile_text(); });
  return run;
}

RunResult invalid_run() {
  RunResult run = passing_run();
  run.verdict = {
      VerdictStatus::invalid,
      4,
      {"Starts were 61.2 ms late at p99; more than 50 ms makes every latency ours instead of theirs.",
       "Only 91.3 % of the offered rate was achieved."}};
  run.validity.status = result::ValidityStatus::invalid;
  run.validity.reasons = run.verdict.reasons;
  run.validity.lateness_p50_ms = 8.4;
  run.validity.lateness_p99_ms = 61.2;
  run.validity.lateness_max_ms = 143;
  run.validity.loop_lag_p99_ms = 38.2;
  run.validity.busiest_shard_share = 0.998;
  run.validity.dropped_late = 166;
  run.validity.achieved_share = 0.913;
  for (auto& row : run.series.rows)
    if (row[1] && *row[1] > 20) row[2] = std::floor(*row[1] * 0.91);
  return run;
}

RunResult incomplete_run() {
  RunResult run = blank_run("Morning shift");
  play_minute(run, 14, 0, [](int) { return 0.05; });
  run.verdict = {VerdictStatus::incomplete, 1, {}};
  return run;
}

RunResult empty_run() {
  RunResult run = blank_run("Morning shift");
  Traffic(run, {"login", "call"}).finish();
  run.series.rows.clear();
  judge(run);
  run.run.finished = start + 4s + 12ms;
  run.verdict = {
      VerdictStatus::unreachable, 3, {"600 of 600 connections to wss://sip.example.com:443 were refused."}};
  run.failures = {
      failure("tcp.refused", 600, 0s, "",
              "Nothing listens at this address and port. Check the address of the scenario, and whether "
              "the edge is up.",
              {"", "1000", "", start, ""}, "")};
  return run;
}

RunResult long_run() {
  RunResult run = blank_run("A whole morning");
  std::vector<std::string> journeys = {"call",        "call_mobile", "login",
                                       "login_again", "call_abroad", "login_night"};
  Traffic traffic(run, journeys);
  for (int t = 0; t < 7200; ++t) {
    const double curve = std::sin(3.14159 * t / 7200);
    for (std::size_t j = 0; j < journeys.size(); ++j) {
      const auto offered =
          static_cast<std::uint64_t>(curve * 3) + (static_cast<std::size_t>(t) % 6 == j ? 1 : 0);
      traffic.play(journeys[j], {offered, offered, 0, 1 + curve});
    }
    traffic.end_second(15'000, std::round(900 * curve));
  }
  traffic.finish();
  run.run.finished = start + 2h + 3s;
  pass(run);
  return run;
}

std::vector<Sample> all_samples() {
  return {{"pass", passing_run()},    {"fail", failing_run()}, {"hostile", hostile_run()},
          {"invalid", invalid_run()}, {"empty", empty_run()},  {"incomplete", incomplete_run()},
          {"long", long_run()}};
}

}  // namespace cxload::samples
