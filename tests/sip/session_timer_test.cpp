// The session timer of RFC 4028 in virtual time, and its header.
#include <gtest/gtest.h>

#include <cxload/sip/session_timer.hpp>

namespace cxload::sip {
namespace {

using namespace std::chrono_literals;
using Due = SessionTimer::Due;
using Refresher = SessionExpires::Refresher;

TEST(SessionExpires, IsSecondsAndPerhapsARefresher) {
  EXPECT_EQ(parse_session_expires(" 1800 ")->interval, 1800s);
  EXPECT_EQ(parse_session_expires("1800")->refresher, Refresher::unset);
  EXPECT_EQ(parse_session_expires("90 ; Refresher=UAS;x=y")->refresher, Refresher::uas);
  EXPECT_EQ((SessionExpires{90s, Refresher::uac}.write()), "90;refresher=uac");
  EXPECT_EQ(parse_session_expires("99999999999999")->interval, 365 * 86'400s);
  for (const auto* text : {"", "0", "soon", "-1", ";refresher=uac"})
    EXPECT_FALSE(parse_session_expires(text)) << text;
}

TEST(SessionTimer, WhoRefreshesDoesSoAtHalfTime) {
  SessionTimer timer;
  EXPECT_FALSE(timer.next_deadline());
  const TimePoint begin{};
  timer.agree(90s, true, begin);
  EXPECT_EQ(timer.next_deadline(), begin + 45s);
  EXPECT_EQ(timer.on_deadline(begin + 44s), Due::nothing);
  EXPECT_EQ(timer.on_deadline(begin + 45s), Due::refresh);
  // Nothing came of it: a third before the end, 32 s at most.
  EXPECT_EQ(timer.next_deadline(), begin + 60s);
  EXPECT_EQ(timer.on_deadline(begin + 60s), Due::expired);
  EXPECT_FALSE(timer.next_deadline());
}

TEST(SessionTimer, WhoWaitsGivesUpBeforeTheEnd) {
  SessionTimer timer;
  const TimePoint begin{};
  timer.agree(1800s, false, begin);
  EXPECT_EQ(timer.next_deadline(), begin + 1768s);
  timer.agree(1800s, false, begin + 900s);
  EXPECT_EQ(timer.on_deadline(begin + 1768s), Due::nothing);
  EXPECT_EQ(timer.on_deadline(begin + 2668s), Due::expired);
  timer.agree(90s, true, begin);
  timer.stop();
  EXPECT_EQ(timer.on_deadline(begin + 100s), Due::nothing);
}

}  // namespace
}  // namespace cxload::sip
