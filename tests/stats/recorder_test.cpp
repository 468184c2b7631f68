/// Recorder: which series a sample reaches; Snapshot: merging and intervals.
#include <algorithm>
#include <chrono>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

#include <cxload/stats/recorder.hpp>
#include <cxload/stats/standard_metrics.hpp>

namespace cxload::stats {
namespace {

using namespace std::chrono_literals;

const LabelSet agents_call{{"group", "agents"}, {"journey", "call"}};

TEST(Catalogue, HoldsTheStandardMetricsUnderTheirIds) {
  const Catalogue catalogue;
  EXPECT_EQ(catalogue.size(), metric::standard_count);
  EXPECT_EQ(catalogue.at(metric::sip_rrd).name, "sip.rrd");
  EXPECT_EQ(catalogue.at(metric::sip_sdt).unit, "s");
  EXPECT_EQ(catalogue.find("load.dropped"), metric::load_dropped);
  EXPECT_FALSE(catalogue.find("load.drop"));
  std::set<std::string> helps;
  for (const Metric& one : catalogue.metrics()) {
    EXPECT_TRUE(one.help.ends_with('.')) << one.name;
    EXPECT_TRUE(helps.insert(one.help).second) << one.name;
    EXPECT_EQ(one.kind == Kind::distribution, one.per_unit > 1) << one.name;
  }
}

TEST(Catalogue, JourneysBringSixMetricsAndMayNotClash) {
  Catalogue catalogue;
  const JourneyMetrics call = catalogue.add_journey("call");
  EXPECT_EQ(catalogue.at(call.latency).name, "journey.call");
  EXPECT_EQ(catalogue.at(call.service).name, "journey.call_service");
  EXPECT_EQ(catalogue.at(call.success).kind, Kind::ratio);
  EXPECT_EQ(catalogue.find("journey.call.failed"), call.failed);
  EXPECT_THROW(catalogue.add_journey("call"), std::invalid_argument);
  EXPECT_THROW(catalogue.add_journey("call_service"), std::invalid_argument);
}

TEST(Recorder, ASampleReachesTotalSingleLabelsAndNamedCombinations) {
  const Catalogue catalogue;
  Recorder recorder(catalogue,
                    {{{"journey", "call"}, {"group", "agents"}}, {{"group", "agents"}, {"step", "x"}}});
  const LabelId id = recorder.intern({{"journey", "call"}, {"group", "agents"}});
  EXPECT_EQ(recorder.intern(agents_call), id);
  EXPECT_NE(recorder.intern({}), id);
  recorder.sample(metric::sip_srd, id, 1500us);
  recorder.sample(metric::sip_srd, recorder.intern({{"group", "staff"}}), 2ms);
  const Snapshot snapshot = recorder.snapshot();
  EXPECT_EQ(snapshot.series(metric::sip_srd).size(), 5U);
  EXPECT_EQ(snapshot.find(metric::sip_srd)->histogram.count(), 2U);
  EXPECT_EQ(snapshot.find(metric::sip_srd, {{"group", "agents"}})->histogram.max(), 1500);
  EXPECT_EQ(snapshot.find(metric::sip_srd, {{"journey", "call"}})->histogram.count(), 1U);
  EXPECT_EQ(snapshot.find(metric::sip_srd, agents_call)->histogram.count(), 1U);
  EXPECT_EQ(snapshot.find(metric::sip_sdd), nullptr);
}

TEST(Recorder, RefreshesAndCalleesStayOutOfTheTotal) {
  const Catalogue catalogue;
  const LabelSet both{{"group", "agents"}, {"kind", "refresh"}};
  Recorder recorder(catalogue, {both, agents_call});
  recorder.sample(metric::sip_rrd, recorder.intern({{"group", "agents"}, {"kind", "first"}}), 10ms);
  recorder.sample(metric::sip_rrd, recorder.intern(both), 20ms);
  recorder.sample(metric::sip_srd, recorder.intern({{"side", "callee"}, {"group", "agents"}}), 30ms);
  const Snapshot snapshot = recorder.snapshot();
  EXPECT_EQ(snapshot.find(metric::sip_rrd)->histogram.count(), 1U);
  EXPECT_EQ(snapshot.find(metric::sip_rrd, {{"group", "agents"}})->histogram.count(), 1U);
  EXPECT_EQ(snapshot.find(metric::sip_rrd, {{"kind", "refresh"}})->histogram.count(), 1U);
  EXPECT_EQ(snapshot.find(metric::sip_rrd, both)->histogram.count(), 1U);
  EXPECT_EQ(snapshot.find(metric::sip_srd), nullptr);
  EXPECT_EQ(snapshot.series(metric::sip_srd).size(), 1U);
}

TEST(Recorder, TimesAreRoundedToTheNearestMicrosecond) {
  const Catalogue catalogue;
  Recorder recorder(catalogue, {});
  recorder.sample(metric::phase_tcp, recorder.intern({}), 1499ns);
  recorder.sample(metric::phase_tcp, recorder.intern({}), 1501ns);
  EXPECT_EQ(recorder.snapshot().find(metric::phase_tcp)->histogram.min(), 1);
  EXPECT_EQ(recorder.snapshot().find(metric::phase_tcp)->histogram.max(), 2);
}

TEST(Recorder, CountersRatiosAndGauges) {
  const Catalogue catalogue;
  Recorder recorder(catalogue, {});
  const LabelId labels = recorder.intern({{"group", "agents"}});
  recorder.add(metric::media_one_way, labels, 0);
  recorder.attempt(metric::sip_ser, labels, true);
  recorder.attempt(metric::sip_ser, labels, false);
  recorder.shift(metric::phones_registered, labels, 5);
  recorder.shift(metric::phones_registered, labels, -2);
  recorder.failed(metric::sip_rrd, labels);
  const Snapshot snapshot = recorder.snapshot();
  EXPECT_EQ(snapshot.find(metric::media_one_way)->value, 0);
  EXPECT_EQ(snapshot.find(metric::media_one_way)->tried, 1U);
  EXPECT_EQ(snapshot.find(metric::sip_ser)->numerator, 1U);
  EXPECT_EQ(snapshot.find(metric::sip_ser)->denominator, 2U);
  EXPECT_EQ(snapshot.find(metric::phones_registered)->value, 3);
  EXPECT_EQ(snapshot.find(metric::sip_rrd)->failed, 1U);
}

TEST(Snapshot, ShardsMergedEqualOneRecorder) {
  const Catalogue catalogue;
  Recorder one(catalogue, {agents_call}), left(catalogue, {agents_call}), right(catalogue, {agents_call});
  for (int i = 0; i < 200; ++i) {
    Recorder& shard = i % 3 == 0 ? left : right;
    for (Recorder* recorder : {&one, &shard}) {
      const LabelId labels = recorder->intern(i % 2 == 0 ? agents_call : LabelSet{{"group", "staff"}});
      recorder->sample(metric::sip_answer, labels, i * 1ms);
      recorder->attempt(metric::sip_seer, labels, i % 5 == 0);
      recorder->add(metric::sip_retransmissions, labels, i % 7);
    }
  }
  Snapshot merged = left.snapshot();
  merged.merge(right.snapshot());
  EXPECT_EQ(merged, one.snapshot());
}

}  // namespace
}  // namespace cxload::stats
