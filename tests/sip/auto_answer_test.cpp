// Which INVITEs ask to be answered at once, and how long they want to wait.
#include <gtest/gtest.h>

#include <cxload/sip/auto_answer.hpp>

namespace cxload::sip {
namespace {

using std::chrono::seconds;

std::optional<seconds> asked_by(std::string_view name, std::string_view value) {
  Message invite = Message::make_request("INVITE", "sip:a@b.test");
  invite.append(name, value);
  return auto_answer_after(invite);
}

TEST(AutoAnswer, ReadsTheWaysThatAreInUse) {
  EXPECT_EQ(asked_by("Call-Info", "<sip:b.test>;answer-after=0"), seconds(0));
  EXPECT_EQ(asked_by("Call-Info", "answer-after=3"), seconds(3));
  EXPECT_EQ(asked_by("Alert-Info", "<http://b.test>;Answer-After=2"), seconds(2));
  EXPECT_EQ(asked_by("Alert-Info", "<http://www.notused.com>;info=alert-autoanswer;delay=0"), seconds(0));
  EXPECT_EQ(asked_by("Alert-Info", "Auto Answer"), seconds(0));
  EXPECT_EQ(asked_by("Answer-Mode", "Auto;require"), seconds(0));
  EXPECT_EQ(asked_by("Priv-Answer-Mode", "auto"), seconds(0));
}

TEST(AutoAnswer, LeavesOthersToRing) {
  EXPECT_EQ(asked_by("Call-Info", "<http://b.test/photo.jpg>;purpose=icon"), std::nullopt);
  EXPECT_EQ(asked_by("Call-Info", "answer-after=soon"), std::nullopt);
  EXPECT_EQ(asked_by("Alert-Info", "<http://b.test/ring.wav>"), std::nullopt);
  EXPECT_EQ(asked_by("Answer-Mode", "Manual"), std::nullopt);
  EXPECT_EQ(asked_by("Subject", "auto answer, please"), std::nullopt);
}

TEST(AutoAnswer, WaitsAMinuteAtMost) {
  EXPECT_EQ(asked_by("Call-Info", "answer-after=86400"), seconds(60));
  EXPECT_EQ(asked_by("Call-Info", "answer-after=99999999999999999999999"), std::nullopt);
}

}  // namespace
}  // namespace cxload::sip
