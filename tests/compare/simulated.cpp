#include "compare/simulated.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include <cxload/stats/metric.hpp>
#include <cxload/stats/standard_metrics.hpp>

namespace cxload::compare::simulated {
namespace {

double normal(Random& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.unit()));
  return radius * std::cos(2 * std::numbers::pi * random.unit());
}

/// Standard normal numbers, each like the one before.
class Persistent {
 public:
  Persistent(Random& random, double persistence)
      : random_(random), persistence_(persistence), last_(normal(random)) {}
  double next() {
    last_ = persistence_ * last_ + std::sqrt(1 - persistence_ * persistence_) * normal(random_);
    return last_;
  }

 private:
  Random& random_;
  double persistence_, last_;
};

void add_time(stats::Cell& cell, double milliseconds) {
  cell.histogram.record(static_cast<std::int64_t>(milliseconds * 1000));
}

void add_try(stats::Cell& cell, bool counts) {
  ++cell.denominator;
  if (counts) ++cell.numerator;
}

constexpr double upper_tenth = 1.2816;  ///< of the standard normal distribution

result::RunResult run_of(Random& random, const World& world, double speed) {
  stats::Catalogue catalogue;
  const stats::JourneyMetrics journey = catalogue.add_journey("call");
  result::RunResult run;
  run.run.name = "Simulated";
  run.verdict.status = result::VerdictStatus::pass;
  run.journeys["call"] = {};
  run.metrics = catalogue.metrics();
  const auto cell = [&run](stats::MetricId id) -> stats::Cell& { return run.snapshot.at(id, {}); };
  stats::Cell &rrds = cell(stats::metric::sip_rrd), &srds = cell(stats::metric::sip_srd);
  stats::Cell &sdds = cell(stats::metric::sip_sdd), &handshakes = cell(stats::metric::phase_tls);
  stats::Cell &journeys = cell(journey.latency), &ser = cell(stats::metric::sip_ser);
  stats::Cell &isa = cell(stats::metric::sip_isa), &success = cell(journey.success);
  Persistent pace(random, world.persistence);
  for (std::size_t i = 0; i < world.samples; ++i) {
    const double common = pace.next();
    const double tail = common > upper_tenth ? world.rrd_tail_factor : 1;
    const double rrd = 12 * speed * world.rrd_factor * tail * std::exp(0.5 * common);
    const bool is_slow = random.unit() < 0.25;  // the second hump
    const double srd = speed * world.srd_factor * (is_slow ? 90 : 30) *
                       std::exp(0.25 * (0.6 * common + 0.8 * normal(random)));
    const double tls = 4 * speed * std::exp(0.8 * normal(random));
    const double sdd = 6 * speed * std::exp(0.3 * normal(random));
    add_time(rrds, rrd);
    add_time(srds, srd);
    add_time(sdds, sdd);
    add_time(handshakes, tls);
    add_time(journeys, rrd + srd + sdd + tls);
    add_try(ser, random.unit() < 0.98);
    add_try(isa, random.unit() < 0.01);
    add_try(success, random.unit() < world.success);
  }
  return run;
}

}  // namespace

Side side(Random random, const World& world) {
  Side side;
  for (std::size_t i = 0; i < world.runs; ++i) {
    Random own = random.fork("run", i);
    const double speed = std::exp(world.run_scatter * normal(own));
    side.runs.push_back(run_of(own, world, speed));
    side.paths.push_back("run");
  }
  return side;
}

const Finding& finding(const Comparison& comparison, std::string_view metric, std::string_view stat) {
  for (const Finding& finding : comparison.findings)
    if (finding.metric == metric && finding.stat == stat) return finding;
  throw std::out_of_range("no such finding");
}

}  // namespace cxload::compare::simulated
