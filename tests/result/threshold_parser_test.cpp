/// Threshold texts: what they mean, and where the broken ones are broken.
#include <gtest/gtest.h>

#include <cxload/result/threshold.hpp>

namespace cxload::result {
namespace {

using stats::LabelSet;

stats::Catalogue make_catalogue() {
  stats::Catalogue catalogue;
  catalogue.add_journey("call");
  catalogue.add_journey("log-in");
  return catalogue;
}

const LabelValues known{{"group", {"agents", "carriers"}}};

struct Good {
  const char* text;
  const char* metric;
  LabelSet labels;
  const char* stat;
  const char* op;
  double limit;
};

class GoodThreshold : public testing::TestWithParam<Good> {};

TEST_P(GoodThreshold, IsRead) {
  const auto& [text, metric, labels, stat, op, limit] = GetParam();
  const auto read = parse_threshold(text, make_catalogue(), known);
  ASSERT_TRUE(read.has_value()) << text << ": " << read.error().message;
  EXPECT_EQ(read->text, text);
  EXPECT_EQ(read->metric, metric) << text;
  EXPECT_EQ(read->labels, labels) << text;
  EXPECT_EQ(read->stat, stat) << text;
  EXPECT_EQ(read->op, op) << text;
  EXPECT_EQ(read->limit, limit) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Table, GoodThreshold,
    testing::Values(
        Good{"sip.rrd.p95 < 250ms", "sip.rrd", {}, "p95", "<", 250},
        Good{"sip.rrd.p99.9<1s", "sip.rrd", {}, "p99.9", "<", 1000},
        Good{"  sip.rrd.p0 >= 300 µs ", "sip.rrd", {}, "p0", ">=", 0.3},
        Good{"sip.rrd.p99.99 <= 0.5 s", "sip.rrd", {}, "p99.99", "<=", 500},
        Good{"sip.rrd.mean < 300us", "sip.rrd", {}, "mean", "<", 0.3},
        Good{"sip.rrd{kind=refresh}.max < 1m", "sip.rrd", {{"kind", "refresh"}}, "max", "<", 60'000},
        Good{"sip.rrd.count >= 200", "sip.rrd", {}, "count", ">=", 200},
        Good{"sip.rrd{ journey = call , group=agents }.p5 != 1ms",
             "sip.rrd",
             {{"group", "agents"}, {"journey", "call"}},
             "p5",
             "!=",
             1},
        Good{"sip.sdt.stddev < 1h", "sip.sdt", {}, "stddev", "<", 3600},
        Good{"sip.sdt.min > 1500ms", "sip.sdt", {}, "min", ">", 1.5},
        Good{"sip.seer{journey=call} >= 94%", "sip.seer", {{"journey", "call"}}, "value", ">=", 0.94},
        Good{"sip.seer.value >= 0.94", "sip.seer", {}, "value", ">=", 0.94},
        Good{"sip.isa < 5 %", "sip.isa", {}, "value", "<", 0.05},
        Good{"sip.ser == 94.3%", "sip.ser", {}, "value", "==", 0.943},
        Good{"sip.ser <= 100%", "sip.ser", {}, "value", "<=", 1},
        Good{"media.loss.p95 < 1%", "media.loss", {}, "p95", "<", 0.01},
        Good{"media.mos.p5 >= 4.0", "media.mos", {}, "p5", ">=", 4},
        Good{"journey.call.failed == 0", "journey.call.failed", {}, "value", "==", 0},
        Good{"journey.call.p50 < 2s", "journey.call", {}, "p50", "<", 2000},
        Good{"journey.call_service.p50 < 2s", "journey.call_service", {}, "p50", "<", 2000},
        Good{"journey.log-in.success > 0.99", "journey.log-in.success", {}, "value", ">", 0.99},
        Good{
            "load.dropped{reason=no_phone} == 0", "load.dropped", {{"reason", "no_phone"}}, "value", "==", 0},
        Good{"phones.registered >= 1000", "phones.registered", {}, "value", ">=", 1000},
        Good{"sip.srd{codec=a b/8000}.p95 < 1s", "sip.srd", {{"codec", "a b/8000"}}, "p95", "<", 1000}));

struct Broken {
  const char* text;
  std::size_t at;
  const char* message;  ///< a part of it
};

class BrokenThreshold : public testing::TestWithParam<Broken> {};

TEST_P(BrokenThreshold, SaysWhereAndWhy) {
  const auto& [text, at, message] = GetParam();
  const auto read = parse_threshold(text, make_catalogue(), known);
  ASSERT_FALSE(read.has_value()) << text;
  EXPECT_EQ(read.error().at, at) << text << ": " << read.error().message;
  EXPECT_NE(read.error().message.find(message), std::string::npos) << text << ": " << read.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Table, BrokenThreshold,
    testing::Values(
        Broken{"", 0, "a metric is expected"}, Broken{"   ", 3, "a metric is expected"},
        Broken{"< 5", 0, "a metric is expected"},
        Broken{"sip.rdr.p95 < 250ms", 0, "unknown metric \"sip.rdr\"; did you mean \"sip.rrd\"?"},
        Broken{"  sip.seeer >= 94%", 2, "did you mean \"sip.seer\"?"},
        Broken{"journey.cal.failed == 0", 0, "did you mean \"journey.call.failed\"?"},
        Broken{"quite.something.else < 1", 0, "unknown metric \"quite.something.else\""},
        Broken{"sip.rrd < 250ms", 7, "as in \"sip.rrd.p95\""},
        Broken{"sip.rrd{kind=remove} < 1s", 20, "as in \"sip.rrd{kind=remove}.p95\""},
        Broken{"sip.rrd. < 250ms", 8, "a figure is expected"},
        Broken{"sip.rrd.avg < 250ms", 8, "unknown figure \"avg\""},
        Broken{"sip.rrd.meen < 250ms", 8, "did you mean \"mean\"?"},
        Broken{"sip.rrd.p101 < 250ms", 8, "not a percentile"}, Broken{"sip.rrd.p100 < 250ms", 8, "\"max\""},
        Broken{"sip.rrd.p99.999 < 250ms", 8, "not a percentile"},
        Broken{"sip.rrd.p9x < 250ms", 8, "not a percentile"},
        Broken{"sip.seer.p95 >= 94%", 9, "only distributions"},
        Broken{"sip.rrd{grup=agents}.p95 < 1s", 8, "unknown label \"grup\"; did you mean \"group\"?"},
        Broken{"sip.rrd{}.p95 < 1s", 8, "a label is expected"},
        Broken{"sip.rrd{group}.p95 < 1s", 13, "\"=\" is expected"},
        Broken{"sip.rrd{group=}.p95 < 1s", 14, "needs a value"},
        Broken{"sip.rrd{group=agnets}.p95 < 1s", 14, "unknown group \"agnets\"; did you mean \"agents\"?"},
        Broken{"sip.seer{journey=cell} > 1%", 17, "did you mean \"call\"?"},
        Broken{"load.dropped{reason=nophone} == 0", 20, "did you mean \"no_phone\"?"},
        Broken{"sip.rrd{group=agents,group=carriers}.p95 < 1s", 21, "twice"},
        Broken{"sip.rrd{group=agents.p95 < 1s", 7, "no }"}, Broken{"sip.rrd{group=agents", 7, "no }"},
        Broken{"sip.rrd{", 7, "no }"}, Broken{"sip.rrd.p95", 11, "an operator is expected"},
        Broken{"sip.rrd.p95 = 250ms", 12, "did you mean \"==\"?"},
        Broken{"sip.rrd.p95 ~ 250ms", 12, "an operator is expected"},
        Broken{"sip.rrd.p95 <", 13, "a number is expected"}, Broken{"sip.rrd.p95 < fast", 14, "not a number"},
        Broken{"sip.rrd.p95 < 1.2.3ms", 14, "not a number"}, Broken{"sip.rrd.p95 < .5s", 14, "not a number"},
        Broken{"sip.rrd.p95 < -1ms", 14, "below 0"},
        Broken{"sip.rrd.p95 < 250", 17, "a time needs its unit, as in \"250ms\""},
        Broken{"sip.rrd.p95 < 250msec", 17, "not \"msec\""}, Broken{"sip.rrd.p95 < 5%", 15, "not \"%\""},
        Broken{"sip.rrd.count > 5ms", 17, "plain number"},
        Broken{"sip.seer >= 94", 12, "did you mean \"94%\"?"}, Broken{"sip.seer >= 101%", 12, "above 100%"},
        Broken{"sip.seer >= 1 s", 14, "is a ratio"}, Broken{"journey.call.failed == 0%", 24, "plain number"},
        Broken{"media.mos.p5 >= 4ms", 17, "plain number"},
        Broken{"sip.rrd.p95 < 250ms and more", 17, "not \"ms and more\""}));

TEST(Threshold, AnyGroupWillDoWhereTheScenarioNamesNone) {
  EXPECT_TRUE(parse_threshold("sip.rrd{group=x}.p95 < 1s", make_catalogue()).has_value());
}

TEST(Threshold, EveryCutOfAGoodTextIsSurvived) {
  const std::string text = "sip.rrd{group=agents,journey=call}.p99.9 <= 250.5s";
  for (std::size_t length = 0; length < text.size(); ++length) {
    const auto read = parse_threshold(text.substr(0, length), make_catalogue(), known);
    ASSERT_FALSE(read.has_value()) << length;
    EXPECT_LE(read.error().at, length);
  }
}

}  // namespace
}  // namespace cxload::result
