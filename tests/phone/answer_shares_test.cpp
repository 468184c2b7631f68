// Which of several answers a call gets.
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include <cxload/phone/group.hpp>

namespace cxload::phone {
namespace {

AnswerPolicy answer(int status, double share) {
  AnswerPolicy policy;
  policy.status = status;
  policy.share = share;
  return policy;
}

TEST(DrawAnswer, GoesByShare) {
  Group group;
  group.answer = answer(200, 80);
  group.further_answers = {answer(486, 15), answer(603, 5)};
  Random random(4);
  std::map<int, int> drawn;
  for (int i = 0; i < 20'000; ++i) ++drawn[group.draw_answer(random)->status];
  // Five standard deviations of the binomial.
  EXPECT_NEAR(drawn[200], 16'000, 5 * 57);
  EXPECT_NEAR(drawn[486], 3'000, 5 * 51);
  EXPECT_NEAR(drawn[603], 1'000, 5 * 31);
}

TEST(DrawAnswer, ASingleAnswerDrawsNothing) {
  Group group;
  Random random(4), untouched(4);
  EXPECT_EQ(group.draw_answer(random), nullptr);
  group.answer = answer(486, 1);
  EXPECT_EQ(group.draw_answer(random)->status, 486);
  EXPECT_EQ(random.next(), untouched.next());
}

TEST(DurationRange, ExponentialHasItsMeanAndABound) {
  using namespace std::chrono_literals;
  const DurationRange range{0s, 1200s, 120s};
  Random random(9);
  double sum = 0;
  Duration longest{};
  for (int i = 0; i < 20'000; ++i) {
    const Duration drawn = range.draw(random);
    sum += std::chrono::duration<double>(drawn).count();
    longest = std::max(longest, drawn);
  }
  EXPECT_NEAR(sum / 20'000, 120, 5 * 120 / std::sqrt(20'000));
  EXPECT_GT(longest, Duration(600s));
  EXPECT_LE(longest, Duration(1200s));
}

}  // namespace
}  // namespace cxload::phone
