#include "report/sample_runs.hpp"

#include <algorithm>
#include <cmath>

#include <cxload/result/explain.hpp>
#include <cxload/result/implicit_gates.hpp>
#include <cxload/result/verdict.hpp>

#include "report/sample_ladders.hpp"
#include "report/traffic.hpp"

namespace cxload::samples {
namespace {

using result::RunResult;
using result::ThresholdResult;
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

/// Gates and verdict as a run would make them.
void judge(RunResult& run) {
  const std::vector<std::string> journeys = {"login", "call"};
  stats::Catalogue catalogue;
  for (const std::string& name : journeys) catalogue.add_journey(name);
  std::vector<result::Threshold> gates;
  for (const std::string_view text :
       {"sip.rrd.p95 < 250ms", "sip.srd.p95 < 400ms", "sip.sdd.p99 < 200ms", "sip.seer{journey=call} >= 94%",
        "sip.isa < 5%", "journey.login.p99 < 500ms"})
    gates.push_back(*result::parse_threshold(text, catalogue));
  for (result::Threshold& it : result::implicit_gates(gates, journeys)) gates.push_back(std::move(it));
  for (const result::Threshold& it : gates)
    run.thresholds.push_back(result::evaluate(it, catalogue, run.snapshot));
  run.verdict = result::decide(run);
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

void keep_up(RunResult& run) {
  run.validity.lateness_p50_ms = 0.11;
  run.validity.lateness_p99_ms = 0.84;
  run.validity.lateness_max_ms = 2.31;
  run.validity.loop_lag_p99_ms = 0.37;
  run.validity.busiest_shard_share = 0.41;
  run.validity.achieved_share = 1;
}

result::FailureGroup failure(std::string kind, std::uint64_t count, std::chrono::seconds first,
                             std::string journey, result::FailureExample example, std::string_view ladder) {
  std::string explanation(result::explain(kind));
  return {std::move(kind),    count,
          start + first,      std::move(explanation),
          std::move(journey), std::move(example),
          std::string(ladder)};
}

void add_failures(RunResult& run) {
  run.failures = {
      failure("sip.503", run.journeys["call"].failed - 37, 31s, "call",
              {"call-004127", "1137", "5q8c0m1n7r2t", start + 33s + 210ms, "traces/call-004127.txt"},
              ladder_of_503),
      failure("sip.timeout", 37, 39s, "call",
              {"call-004391", "1201", "c7d2k9w0e4u1", start + 41s + 903ms, "traces/call-004391.txt"},
              ladder_of_timeout),
      failure("tcp.reset", run.journeys["login"].failed, 31s, "login",
              {"login-001802", "1044", "", start + 32s + 51ms, "traces/login-001802.txt"}, ladder_of_reset),
  };
}

}  // namespace

RunResult passing_run() {
  RunResult run = blank_run("Morning shift");
  play_minute(run, 66, 30, [](int) { return 0.05; });
  add_lateness(run, 840);
  run.run.finished = start + 1min + 36s + 180ms;
  keep_up(run);
  judge(run);
  return run;
}

RunResult failing_run() {
  RunResult run = blank_run("Morning shift");
  play_minute(run, 66, 32, [](int t) { return t < 28 ? 0.08 : std::min(1.0, 0.08 + (t - 28) / 18.0); });
  add_lateness(run, 1900);
  run.run.finished = start + 1min + 38s + 420ms;
  keep_up(run);
  run.validity.status = result::ValidityStatus::degraded;
  run.validity.reasons = {"a shard was over 95 % busy for 1.4 s"};
  run.validity.busiest_shard_share = 0.62;
  add_failures(run);
  judge(run);
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
    for (std::string* text : {&it.text, &it.stat, &it.unit, &it.why}) change(*text);
    for (auto& [name, value] : it.labels) change(value);
  }
  for (result::FailureGroup& it : run.failures)
    for (std::string* text : {&it.kind, &it.explain, &it.journey, &it.ladder, &it.example.journey_id,
                              &it.example.account, &it.example.call_id, &it.example.trace})
      change(*text);
  for (result::Storm& storm : run.storms) change(storm.group);
  for (stats::Metric& metric : run.metrics) {
    change(metric.help);
    if (metric.name == "journey.call") change(metric.name);
    if (metric.name == "sip.srd") change(metric.unit);
  }
  run.journeys["call " + hostile_text()] = run.journeys["call"];
}

RunResult hostile_run() {
  RunResult run = failing_run();
  run.storms = {{10, start + 10s, "agents", 0.5, 10, 10, 1.5, 20}};
  for_each_string(run, [](std::string& text) { text += hostile_text(); });
  return run;
}

RunResult invalid_run() {
  RunResult run = passing_run();
  run.validity.status = result::ValidityStatus::invalid;
  run.validity.reasons = {"starts of journey login were 61.2 ms late (p99); more than 50 ms is too much",
                          "only 91.3 % of the offered rate was achieved"};
  run.validity.lateness_p50_ms = 8.4;
  run.validity.lateness_p99_ms = 61.2;
  run.validity.lateness_max_ms = 143;
  run.validity.loop_lag_p99_ms = 38.2;
  run.validity.busiest_shard_share = 0.998;
  run.validity.dropped_late = 166;
  run.validity.achieved_share = 0.913;
  for (auto& row : run.series.rows)
    if (row[1] && *row[1] > 20) row[2] = std::floor(*row[1] * 0.91);
  run.verdict = result::decide(run);
  return run;
}

RunResult incomplete_run() {
  RunResult run = blank_run("Morning shift");
  play_minute(run, 14, 0, [](int) { return 0.05; });
  run.verdict = result::decide(run);
  return run;
}

RunResult empty_run() {
  RunResult run = blank_run("Morning shift");
  Traffic(run, {"login", "call"}).finish();
  run.series.rows.clear();
  run.run.finished = start + 4s + 12ms;
  run.failures = {failure("tcp.refused", 600, 0s, "", {"", "1000", "", start, ""}, "")};
  judge(run);
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
          static_cast<std::uint64_t>(curve * 1.4) + (static_cast<std::size_t>(t) % 6 == j ? 1 : 0);
      traffic.play(journeys[j], {offered, offered, 0, 1 + curve});
    }
    traffic.end_second(15'000, std::round(900 * curve));
  }
  traffic.finish();
  run.run.finished = start + 2h + 3s;
  run.storms = {{1800.25, start + 1800s + 250ms, "agents", 0.3, 4500, 4500, 27.5, 1830},
                {4200.25, start + 4200s + 250ms, "agents", 1, 15'000, 9000, std::nullopt, 2411}};
  keep_up(run);
  run.verdict = result::decide(run);
  return run;
}

std::vector<Sample> all_samples() {
  return {{"pass", passing_run()},    {"fail", failing_run()}, {"hostile", hostile_run()},
          {"invalid", invalid_run()}, {"empty", empty_run()},  {"incomplete", incomplete_run()},
          {"long", long_run()}};
}

}  // namespace cxload::samples
