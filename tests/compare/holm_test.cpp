#include "holm.hpp"

#include <gtest/gtest.h>

namespace cxload::compare {
namespace {

TEST(Holm, EachStepIsAsStrictAsWhatIsLeft) {
  const std::vector<double> p = {0.04, 0.001, 0.03, 0.012};
  const std::vector<Decision> decisions = decide(p, 0.05);
  EXPECT_TRUE(decisions[1].is_significant);
  EXPECT_DOUBLE_EQ(decisions[1].tails, 0.05 / 4);
  EXPECT_TRUE(decisions[3].is_significant);
  EXPECT_DOUBLE_EQ(decisions[3].tails, 0.05 / 3);
  EXPECT_FALSE(decisions[2].is_significant);
  EXPECT_FALSE(decisions[0].is_significant) << "0.04 is below 0.05, but one before it was kept";
  EXPECT_DOUBLE_EQ(decisions[0].tails, 0.05 / 2);
}

TEST(Holm, OneAloneIsDecidedAtTheFullLevel) {
  EXPECT_TRUE(decide(std::vector{0.049}, 0.05)[0].is_significant);
  EXPECT_TRUE(decide({}, 0.05).empty());
}

}  // namespace
}  // namespace cxload::compare
