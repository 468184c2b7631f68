#include "format.hpp"

#include <gtest/gtest.h>

namespace cxload::report {
namespace {

using namespace std::chrono_literals;

result::ThresholdResult gate(std::string op, double limit, std::optional<double> observed, std::string unit) {
  result::ThresholdResult it;
  it.op = std::move(op);
  it.limit = limit;
  it.observed = observed;
  it.unit = std::move(unit);
  return it;
}

TEST(Format, FiguresCarryTheirUnitAndNoNoise) {
  EXPECT_EQ(quantity(182.4, "ms"), "182 ms");
  EXPECT_EQ(quantity(18.24, "ms"), "18.2 ms");
  EXPECT_EQ(quantity(0.84, "ms"), "0.84 ms");
  EXPECT_EQ(quantity(0.021, "ms"), "0.021 ms");
  EXPECT_EQ(quantity(12'345, "ms"), "12.3 s");
  EXPECT_EQ(quantity(4.2, "MOS"), "4.20 MOS");
  EXPECT_EQ(quantity(3, ""), "3");
  EXPECT_EQ(quantity(0.0 / 0.0, "ms"), "–");
}

TEST(Format, SharesNeverRoundToAllOrNothing) {
  EXPECT_EQ(quantity(1, "1"), "100 %");
  EXPECT_EQ(quantity(0.99999, "1"), "> 99.99 %");
  EXPECT_EQ(quantity(0.000001, "1"), "< 0.01 %");
  EXPECT_EQ(quantity(0, "1"), "0 %");
  EXPECT_EQ(quantity(0.9987, "1"), "99.87 %");
  EXPECT_EQ(quantity(0.75, "1"), "75 %");
  EXPECT_EQ(quantity(0.752, "1"), "75.2 %");
}

TEST(Format, AFigureJustBeyondItsLimitIsNotShownAsTheLimit) {
  EXPECT_EQ(observed_text(gate("<", 250, 250.04, "ms")), "250.04 ms");
  EXPECT_EQ(observed_text(gate(">=", 0.94, 0.93999, "1")), "93.999 %");
  EXPECT_EQ(observed_text(gate("<", 250, 250, "ms")), "250 ms");
  EXPECT_EQ(observed_text(gate("<", 250, {}, "ms")), "no sample");
}

TEST(Format, MarginsAreInWords) {
  EXPECT_EQ(margin_text(gate("<", 250, 125, "ms")), "50 % below the limit");
  EXPECT_EQ(margin_text(gate("<", 400, 858, "ms")), "2.15 times the limit");
  EXPECT_EQ(margin_text(gate(">=", 0.94, 1, "1")), "6 points above the limit");
  EXPECT_EQ(margin_text(gate(">=", 0.99, 1, "1")), "1 point above the limit");
  EXPECT_EQ(margin_text(gate("==", 0, 3, "")), "3 above the limit");
  EXPECT_EQ(margin_text(gate("==", 0, 0, "")), "as it must be");
  EXPECT_EQ(limit_text(gate(">=", 0.94, 1, "1")), "≥ 94 %");
}

TEST(Format, CountsAndTimes) {
  EXPECT_EQ(count_text(1'234'567), "1,234,567");
  EXPECT_EQ(plural(1, "gate"), "1 gate");
  EXPECT_EQ(plural(1000, "gate"), "1,000 gates");
  EXPECT_EQ(span_text(800ms), "0.80 s");
  EXPECT_EQ(span_text(64s), "1 min 04 s");
  EXPECT_EQ(span_text(7203s), "2 h 00 min 03 s");
  EXPECT_EQ(clock_text(4.9s), "00:04");
  EXPECT_EQ(clock_text(3661s), "1:01:01");
  const WallTime time(1'788'184'927'042ms);
  EXPECT_EQ(date_text(time), "2026-08-31 14:02:07 UTC");
  EXPECT_EQ(rfc3339(time), "2026-08-31T14:02:07.042Z");
}

}  // namespace
}  // namespace cxload::report
