/// Writes report.json section by section, in the order of the contract.
#include <chrono>
#include <map>

#include <cxload/report/json_report.hpp>
#include <cxload/report/writer.hpp>

#include "json_metrics.hpp"
#include "json_search.hpp"
#include "json_words.hpp"
#include "json_writer.hpp"
#include "row_texts.hpp"

namespace cxload::report {
namespace {

using result::RunResult;
using Layout = JsonWriter::Layout;

void write_host(JsonWriter& out, const result::HostFacts& host) {
  out.key("host");
  out.begin_object();
  out.text("hostname", host.hostname);
  out.text("kernel", host.kernel);
  out.text("cpu_model", host.cpu_model);
  out.integer("cores", std::uint64_t{host.cores});
  out.number("memory_gib", host.memory_gib);
  out.integer("descriptor_limit", host.descriptor_limit);
  out.end();
}

void write_run(JsonWriter& out, const result::RunFacts& run) {
  using Seconds = std::chrono::duration<double>;
  const auto in_ms = [](WallTime time) { return std::chrono::floor<std::chrono::milliseconds>(time); };
  out.begin_object();
  out.text("name", run.name);
  out.text("scenario", run.scenario);
  out.integer("seed", run.seed);
  out.key("started");
  out.time(run.started);
  out.key("finished");
  run.finished ? out.time(*run.finished) : out.null();
  // From the times as shown, so that it is the same when read again.
  out.number("duration_s", run.finished
                               ? std::optional(Seconds(in_ms(*run.finished) - in_ms(run.started)).count())
                               : std::nullopt);
  out.text("target", run.target);
  out.text("command", run.command);
  if (!run.set.empty()) out.texts("set", run.set);
  if (run.duration_scale != 1) out.number("duration_scale", run.duration_scale);
  out.integer("threads", std::uint64_t{run.threads});
  if (run.shard.count > 1) {
    out.key("shard");
    out.begin_object(Layout::flat);
    out.integer("index", std::uint64_t{run.shard.index + 1});
    out.integer("count", std::uint64_t{run.shard.count});
    out.end();
  }
  write_host(out, run.host);
  out.text("scenario_text", run.scenario_text);
  out.end();
}

void write_verdict(JsonWriter& out, const result::Verdict& verdict, const std::string& ended_by) {
  out.begin_object();
  out.text("status", words::of(words::verdicts, verdict.status));
  out.key("exit_code");
  if (verdict.status == result::VerdictStatus::incomplete)
    out.null();  // nobody has exited yet
  else
    out.integer(std::int64_t{verdict.exit_code});
  out.texts("reasons", verdict.reasons);
  if (!ended_by.empty()) out.text("ended_by", ended_by);
  out.end();
}

void write_validity(JsonWriter& out, const result::Validity& validity) {
  out.begin_object();
  out.text("status", words::of(words::validities, validity.status));
  out.texts("reasons", validity.reasons);
  out.key("lateness_ms");
  out.begin_object(Layout::flat);
  out.number("p50", validity.lateness_p50_ms);
  out.number("p99", validity.lateness_p99_ms);
  out.number("max", validity.lateness_max_ms);
  out.end();
  out.key("dropped");
  out.begin_object(Layout::flat);
  out.integer("late", validity.dropped_late);
  out.integer("no_phone", validity.dropped_no_phone);
  out.end();
  out.key("lag_ms");
  out.begin_object(Layout::flat);
  out.number("p99", validity.loop_lag_p99_ms);
  out.end();
  out.number("busiest_shard_share", validity.busiest_shard_share);
  out.integer("socket_drops", validity.socket_drops);
  out.number("achieved_share", validity.achieved_share);
  out.end();
}

void write_threshold(JsonWriter& out, const result::ThresholdResult& gate) {
  out.begin_object();
  out.text("text", gate.text);
  out.text("metric", gate.metric);
  out.key("labels");
  write_labels(out, gate.labels);
  out.text("stat", gate.stat);
  out.text("op", gate.op);
  out.number("limit", gate.limit);
  out.number("observed", gate.observed);
  out.text("unit", gate.unit);
  out.integer("samples", gate.samples);
  out.key("pass");
  out.boolean(gate.pass);
  out.key("implicit");
  out.boolean(gate.is_implicit);
  out.text("why", gate.why);
  out.end();
}

void write_journeys(JsonWriter& out, const RunResult& run) {
  std::map<std::string, result::JourneyCounts> by_clean_name;
  for (const auto& [name, counts] : run.journeys) by_clean_name.emplace(clean_utf8(name), counts);
  out.begin_object();
  for (const auto& [name, counts] : by_clean_name) {
    out.key(name);
    out.begin_object(Layout::flat);
    out.integer("planned", counts.planned);
    out.integer("started", counts.started);
    out.integer("completed", counts.completed);
    out.integer("failed", counts.failed);
    out.integer("dropped", counts.dropped);
    out.end();
  }
  out.end();
}

void write_failure(JsonWriter& out, const result::FailureGroup& group) {
  out.begin_object();
  out.text("class", group.kind);
  out.integer("count", group.count);
  out.key("first_at");
  out.time(group.first_at);
  out.text("explain", group.explain);
  out.text("journey", group.journey);
  out.key("example");
  out.begin_object();
  out.text("journey_id", group.example.journey_id);
  out.text("account", group.example.account);
  out.text("call_id", group.example.call_id);
  out.key("at");
  out.time(group.example.at);
  out.text("trace", group.example.trace);
  out.end();
  out.text("ladder", group.ladder);
  out.end();
}

void write_series(JsonWriter& out, const result::Series& series, RowTexts& rows) {
  out.begin_object();
  out.number("interval_s", series.interval_s);
  out.key("columns");
  out.begin_array(Layout::flat);
  for (const std::string& column : series.columns) out.text(column);
  out.end();
  out.key("rows");
  out.begin_array();
  for (const std::string& row : rows.of(series)) out.raw(row);
  out.end();
  out.end();
}

/// Of runs with events only.
void write_storms(JsonWriter& out, const RunResult& run) {
  if (run.storms.empty()) return;
  out.key("events");
  out.begin_array();
  for (const result::Storm& storm : run.storms) {
    out.begin_object(Layout::flat);
    out.number("t", storm.t);
    out.key("at");
    out.time(storm.at);
    out.text("group", storm.group);
    out.number("drop", storm.share);
    out.integer("cut", storm.cut);
    out.integer("back", storm.back);
    out.key("recovery_s");
    out.raw(json_number(storm.recovery_s));
    out.integer("peak_register_rate", storm.peak_register_rate);
    out.end();
  }
  out.end();
}

/// The catalogue of checks is not part of a load run; its place is.
void write_conformance(JsonWriter& out) {
  out.begin_object();
  out.key("summary");
  out.begin_object();
  out.end();
  out.key("checks");
  out.begin_array();
  out.end();
  out.end();
}

}  // namespace

extern const Writer json_report{"json", "report.json", write_json};

struct JsonRecord::Memory {
  DistributionTexts distributions;
  RowTexts rows;
};

JsonRecord::JsonRecord() : memory_(std::make_unique<Memory>()) {}
JsonRecord::~JsonRecord() = default;

std::string write_json(const RunResult& run) { return JsonRecord().write(run); }

std::string JsonRecord::write(const RunResult& run) {
  JsonWriter out;
  out.begin_object();
  out.key("cxload");
  out.begin_object(Layout::flat);
  out.text("version", run.run.version);
  out.integer("schema", std::uint64_t{1});
  out.end();
  out.key("run");
  write_run(out, run.run);
  out.key("verdict");
  write_verdict(out, run.verdict, run.ending.aborted_by);
  out.key("validity");
  write_validity(out, run.validity);
  out.key("thresholds");
  out.begin_array();
  for (const auto& gate : run.thresholds) write_threshold(out, gate);
  out.end();
  out.key("metrics");
  write_metrics(out, run, memory_->distributions);
  out.key("journeys");
  write_journeys(out, run);
  out.key("failures");
  out.begin_array();
  for (const auto& group : run.failures) write_failure(out, group);
  out.end();
  out.key("series");
  write_series(out, run.series, memory_->rows);
  if (run.search) {
    out.key("search");
    write_search(out, *run.search);
  }
  write_storms(out, run);
  out.key("conformance");
  write_conformance(out);
  out.key("notices");
  out.begin_array();
  for (const result::Notice& notice : run.notices) {
    out.begin_object(Layout::flat);
    out.text("id", notice.id);
    out.text("text", notice.text);
    out.end();
  }
  out.end();
  out.texts("notes", run.notes);
  out.end();
  memory_->distributions.end_report();
  return out.take();
}

}  // namespace cxload::report
