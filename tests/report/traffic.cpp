#include "report/traffic.hpp"

#include <algorithm>

namespace cxload::samples {

Traffic::Traffic(result::RunResult& run, std::vector<std::string> journeys) : run_(run) {
  run.series.columns = {"t",      "offered",           "started",     "completed",
                        "failed", "phones.registered", "calls.active"};
  latencies_ = {{"sip.rrd", {}}, {"sip.srd", {}}, {"sip.sdd", {}}};
  for (const std::string& name : journeys) {
    catalogue_.add_journey(name);
    run.journeys[name] = {};
    latencies_.push_back({latency_of(name), {}});
  }
  for (const Latency& it : latencies_)
    for (const char* stat : {".p50", ".p95", ".p99"}) run.series.columns.push_back(it.metric + stat);
  run.metrics = catalogue_.metrics();
}

void Traffic::sample(const std::string& metric, const std::string& journey, double median_ms,
                     double slowness) {
  // A floor, an exponential body and now and then a slow one: about what a proxy under load shows.
  double value = median_ms * (0.6 + random_.exponential(0.55));
  if (random_.below(60) == 0) value *= 1.5 + random_.unit() * 2.5;
  const auto microseconds = static_cast<std::int64_t>(value * slowness * 1000);
  for (const stats::LabelSet& labels : {stats::LabelSet{}, stats::LabelSet{{"journey", journey}}})
    run_.snapshot.at(id(metric), labels).histogram.record(microseconds);
  for (Latency& it : latencies_)
    if (it.metric == metric) it.second.record(microseconds);
}

void Traffic::attempt(const std::string& metric, const std::string& journey, std::uint64_t counted,
                      std::uint64_t of) {
  for (const stats::LabelSet& labels : {stats::LabelSet{}, stats::LabelSet{{"journey", journey}}}) {
    stats::Cell& cell = run_.snapshot.at(id(metric), labels);
    cell.numerator += counted;
    cell.denominator += of;
  }
}

void Traffic::play(const std::string& journey, const Second& second) {
  const bool is_call = journey.starts_with("call");
  const std::uint64_t failed = std::min(second.failed, second.started), good = second.started - failed;
  for (std::uint64_t i = 0; i < good; ++i) {
    sample(is_call ? "sip.srd" : "sip.rrd", journey, is_call ? 38 : 21, second.slowness);
    if (is_call) sample("sip.sdd", journey, 9, second.slowness);
    sample(latency_of(journey), journey, is_call ? 74 : 46, second.slowness);
  }
  attempt(is_call ? "sip.seer" : "sip.ira", journey, is_call ? good : failed, second.started);
  if (is_call) attempt("sip.isa", journey, failed, second.started);
  run_.snapshot.at(id(is_call ? "sip.srd" : "sip.rrd"), {}).failed += failed;
  result::JourneyCounts& counts = run_.journeys[journey];
  counts.planned += second.offered;
  counts.started += second.started;
  counts.completed += good;
  counts.failed += failed;
  counts.dropped += second.offered - second.started;
  offered_ += static_cast<double>(second.offered);
  started_ += static_cast<double>(second.started);
  completed_ += static_cast<double>(good);
  failed_ += static_cast<double>(failed);
}

void Traffic::end_second(double registered, double active_calls) {
  std::vector<std::optional<double>> row = {at_,     offered_,   started_,    completed_,
                                            failed_, registered, active_calls};
  for (Latency& it : latencies_) {
    for (const double percentile : {50.0, 95.0, 99.0})
      row.push_back(
          it.second.empty()
              ? std::nullopt
              : std::optional(static_cast<double>(it.second.value_at_percentile(percentile)) / 1000));
    it.second = {};
  }
  run_.series.rows.push_back(std::move(row));
  offered_ = started_ = completed_ = failed_ = 0;
  at_ += run_.series.interval_s;
}

void Traffic::finish() {
  for (const auto& [name, counts] : run_.journeys) {
    const auto set = [&](const char* stat, std::uint64_t value) {
      stats::Cell& cell = run_.snapshot.at(id("journey." + name + stat), {});
      cell.value = static_cast<std::int64_t>(value);
      cell.tried = counts.planned;
    };
    set(".completed", counts.completed);
    set(".failed", counts.failed);
    set(".dropped", counts.dropped);
    stats::Cell& success = run_.snapshot.at(id("journey." + name + ".success"), {});
    success.numerator = counts.completed;
    success.denominator = counts.started;
  }
  stats::Cell& again = run_.snapshot.at(id("sip.retransmissions"), {});
  again.value = 3;
  again.tried = 1;
  run_.snapshot.at(id("phones.registered"), {}).value = 500;
}

}  // namespace cxload::samples
