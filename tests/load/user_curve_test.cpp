// When a user of closed load has its turn while the number of users changes.
#include <gtest/gtest.h>

#include <cxload/load/user_curve.hpp>

namespace cxload::load {
namespace {

using namespace std::chrono_literals;

TEST(UserCurve, AConstantNumberLetsEverybodyInUntilTheEnd) {
  const UserCurve curve({{3, 3, 10s}});
  EXPECT_EQ(curve.next_turn(0, 0s), Duration(0s));
  EXPECT_EQ(curve.next_turn(2, 9999ms), Duration(9999ms));
  EXPECT_EQ(curve.next_turn(3, 0s), std::nullopt);
  EXPECT_EQ(curve.next_turn(0, 10s), std::nullopt);
  EXPECT_EQ(curve.length(), Duration(10s));
}

TEST(UserCurve, ARampAddsThemOneByOne) {
  const UserCurve curve({{0, 20, 20s}, {20, 20, 10s}});
  EXPECT_NEAR(std::chrono::duration<double>(*curve.next_turn(5, 0s)).count(), 5, 1e-6);
  EXPECT_EQ(curve.next_turn(5, 7s), Duration(7s));
  EXPECT_NEAR(std::chrono::duration<double>(*curve.next_turn(19, 0s)).count(), 19, 1e-6);
  EXPECT_EQ(curve.next_turn(20, 0s), std::nullopt);
}

TEST(UserCurve, ADescentSendsTheLastOnesHomeFirst) {
  const UserCurve curve({{10, 0, 10s}, {0, 4, 4s}});
  EXPECT_EQ(curve.next_turn(9, 0s), Duration(0s));
  EXPECT_EQ(curve.next_turn(9, 2s), std::nullopt) << "the second ramp ends below user 9";
  EXPECT_EQ(curve.next_turn(1, 8s), Duration(8s));
  EXPECT_NEAR(std::chrono::duration<double>(*curve.next_turn(1, 9500ms)).count(), 11, 1e-6);
}

}  // namespace
}  // namespace cxload::load
