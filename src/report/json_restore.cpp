/// Reads report.json back into the result it was written from.
#include <algorithm>

#include <cxload/report/json_report.hpp>

#include "json_metrics.hpp"
#include "json_reader.hpp"
#include "json_search.hpp"
#include "json_words.hpp"

namespace cxload::report {
namespace {

using result::RunResult;

constexpr std::size_t most_entries = 100'000;  ///< gates, journeys, failures
constexpr std::size_t most_rows = 1'000'000;   ///< more than eleven days of seconds
constexpr std::size_t most_columns = 1'000;

result::HostFacts read_host(const JsonReader& json) {
  result::HostFacts host;
  host.hostname = json.at("hostname").text();
  host.kernel = json.at("kernel").text();
  host.cpu_model = json.at("cpu_model").text();
  host.cores = static_cast<unsigned>(json.at("cores").unsigned_integer());
  host.memory_gib = json.at("memory_gib").number();
  host.descriptor_limit = json.at("descriptor_limit").unsigned_integer();
  return host;
}

result::RunFacts read_run(const JsonReader& json) {
  result::RunFacts run;
  run.name = json.at("name").text();
  run.scenario = json.at("scenario").text();
  run.scenario_text = json.at("scenario_text").text();
  run.seed = json.at("seed").unsigned_integer();
  run.started = json.at("started").time();
  if (!json.at("finished").is_null()) run.finished = json.at("finished").time();
  run.target = json.at("target").text();
  run.command = json.at("command").text();
  run.set = json.at("set").texts();
  run.duration_scale = json.at("duration_scale").number_if_any().value_or(1);
  run.threads = static_cast<unsigned>(json.at("threads").unsigned_integer());
  if (const JsonReader shard = json.at("shard"); !shard.is_null()) {
    run.shard.count =
        static_cast<unsigned>(std::clamp<std::uint64_t>(shard.at("count").unsigned_integer(), 1, 10'000));
    run.shard.index = static_cast<unsigned>(std::clamp<std::uint64_t>(shard.at("index").unsigned_integer(), 1,
                                                                      run.shard.count)) -
                      1;
  }
  run.host = read_host(json.at("host"));
  return run;
}

template <class Table>
auto read_word(const JsonReader& json, const Table& table) {
  const auto value = words::find(table, json.text());
  if (!value) json.fail("this is none of the words that may stand here");
  return value.value_or(table.front().first);
}

result::Verdict read_verdict(const JsonReader& json) {
  result::Verdict verdict;
  verdict.status = read_word(json.at("status"), words::verdicts);
  verdict.exit_code = json.at("exit_code").is_null() ? 1 : static_cast<int>(json.at("exit_code").integer());
  verdict.reasons = json.at("reasons").texts();
  return verdict;
}

result::Validity read_validity(const JsonReader& json) {
  result::Validity validity;
  validity.status = read_word(json.at("status"), words::validities);
  validity.reasons = json.at("reasons").texts();
  validity.lateness_p50_ms = json.at("lateness_ms").at("p50").number();
  validity.lateness_p99_ms = json.at("lateness_ms").at("p99").number();
  validity.lateness_max_ms = json.at("lateness_ms").at("max").number();
  validity.loop_lag_p99_ms = json.at("lag_ms").at("p99").number();
  validity.busiest_shard_share = json.at("busiest_shard_share").number();
  validity.dropped_late = json.at("dropped").at("late").unsigned_integer();
  validity.dropped_no_phone = json.at("dropped").at("no_phone").unsigned_integer();
  validity.socket_drops = json.at("socket_drops").unsigned_integer();
  validity.achieved_share = json.at("achieved_share").number_if_any();
  return validity;
}

result::ThresholdResult read_threshold(const JsonReader& json) {
  result::ThresholdResult gate;
  gate.text = json.at("text").text();
  gate.metric = json.at("metric").text();
  gate.labels = read_labels(json.at("labels"));
  gate.stat = json.at("stat").text();
  gate.op = json.at("op").text();
  gate.limit = json.at("limit").number();
  gate.observed = json.at("observed").number_if_any();
  gate.unit = json.at("unit").text();
  gate.samples = json.at("samples").unsigned_integer();
  gate.pass = json.at("pass").boolean();
  gate.is_implicit = json.at("implicit").boolean();
  gate.why = json.at("why").text();
  return gate;
}

result::JourneyCounts read_journey(const JsonReader& json) {
  result::JourneyCounts counts;
  counts.planned = json.at("planned").unsigned_integer();
  counts.started = json.at("started").unsigned_integer();
  counts.completed = json.at("completed").unsigned_integer();
  counts.failed = json.at("failed").unsigned_integer();
  counts.dropped = json.at("dropped").unsigned_integer();
  return counts;
}

result::FailureGroup read_failure(const JsonReader& json) {
  const JsonReader example = json.at("example");
  result::FailureGroup group;
  group.kind = json.at("class").text();
  group.count = json.at("count").unsigned_integer();
  group.first_at = json.at("first_at").time();
  group.explain = json.at("explain").text();
  group.journey = json.at("journey").text();
  group.example = {example.at("journey_id").text(), example.at("account").text(),
                   example.at("call_id").text(), example.at("at").time(), example.at("trace").text()};
  group.ladder = json.at("ladder").text();
  return group;
}

result::Series read_series(const JsonReader& json) {
  result::Series series;
  series.interval_s = json.at("interval_s").number();
  series.columns = json.at("columns").texts();
  json.at("rows").for_each_item(most_rows, [&](const JsonReader& row) {
    auto& values = series.rows.emplace_back();
    row.for_each_item(most_columns,
                      [&](const JsonReader& value) { values.push_back(value.number_if_any()); });
  });
  return series;
}

result::Storm read_storm(const JsonReader& json) {
  result::Storm storm;
  storm.t = json.at("t").number();
  storm.at = json.at("at").time();
  storm.group = json.at("group").text();
  storm.share = json.at("drop").number();
  storm.cut = json.at("cut").unsigned_integer();
  storm.back = json.at("back").unsigned_integer();
  storm.recovery_s = json.at("recovery_s").number_if_any();
  storm.peak_register_rate = json.at("peak_register_rate").unsigned_integer();
  return storm;
}

RunResult read_sections(const JsonReader& root) {
  RunResult run;
  run.run = read_run(root.at("run"));
  run.run.version = root.at("cxload").at("version").text();
  run.verdict = read_verdict(root.at("verdict"));
  run.ending.aborted_by = root.at("verdict").at("ended_by").text();
  run.validity = read_validity(root.at("validity"));
  root.at("thresholds").for_each_item(most_entries, [&](const JsonReader& gate) {
    run.thresholds.push_back(read_threshold(gate));
  });
  read_metrics(root.at("metrics"), run);
  root.at("journeys").for_each_member(most_entries, [&](const std::string& name, const JsonReader& counts) {
    run.journeys[name] = read_journey(counts);
  });
  root.at("failures").for_each_item(most_entries, [&](const JsonReader& group) {
    run.failures.push_back(read_failure(group));
  });
  run.series = read_series(root.at("series"));
  if (!root.at("search").is_null()) run.search = read_search(root.at("search"));
  root.at("events").for_each_item(most_entries,
                                  [&](const JsonReader& storm) { run.storms.push_back(read_storm(storm)); });
  root.at("notices").for_each_item(most_entries, [&](const JsonReader& notice) {
    run.notices.push_back({notice.at("id").text(), notice.at("text").text()});
  });
  run.notes = root.at("notes").texts();
  return run;
}

}  // namespace

Outcome<RunResult> read_json(std::string_view json) {
  auto document = JsonReader::Document::parse(json);
  if (!document) return document.error();
  const JsonReader root = (*document)->root();
  const JsonReader schema = root.at("cxload").at("schema");
  if (schema.unsigned_integer() != 1) schema.fail("this is not a report of version 1");
  RunResult run = read_sections(root);
  if ((*document)->fault()) return *(*document)->fault();
  return run;
}

}  // namespace cxload::report
