#include "ladder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cxload::run {
namespace {

using testing::HasSubstr;
using testing::Not;

phone::TraceEntry message(const char* who, bool sent, int at, const std::string& raw) {
  return {TimePoint{} + std::chrono::milliseconds(at),
          sent,
          std::make_shared<const std::string>(who),
          std::make_shared<const std::string>(raw),
          {}};
}

TEST(Ladder, ShowsWhoSentWhatAndWhen) {
  std::vector<phone::TraceEntry> entries = {
      message("1000", true, 10, "INVITE sip:2000@example.com SIP/2.0\r\nCall-ID: x\r\n\r\n"),
      message("2000", false, 12, "INVITE sip:2000@example.com SIP/2.0\r\n\r\n"),
      message("1000", false, 30, "SIP/2.0 486 Busy Here\r\n\r\n")};
  const std::string ladder = draw_ladder(entries);
  EXPECT_THAT(ladder, HasSubstr("|------ INVITE sip:2000@example.com ------>|"));
  EXPECT_THAT(ladder, HasSubstr("- 486 Busy Here -"));
  EXPECT_THAT(ladder, HasSubstr("      20.0  "));
  EXPECT_THAT(ladder, HasSubstr("2000"));
}

TEST(Ladder, HoldsNoSecretAndNoControlCharacters) {
  const std::string raw =
      "REGISTER sip:example.com SIP/2.0\r\n"
      "Authorization: Digest username=\"1000\", nonce=\"n0nce\", "
      "response=\"0123456789abcdef0123456789abcdef\"\r\n"
      "X-Evil: \x1b[2J\r\n\r\n";
  const std::string trace = write_trace("title", {message("1000", true, 0, raw)}, 0, {});
  EXPECT_THAT(trace, Not(HasSubstr("0123456789abcdef")));
  EXPECT_THAT(trace, Not(HasSubstr("n0nce")));
  EXPECT_THAT(trace, Not(HasSubstr("\x1b")));
  EXPECT_THAT(trace, HasSubstr("REGISTER sip:example.com"));
}

TEST(Ladder, OfNothingIsEmpty) { EXPECT_EQ(draw_ladder({}), ""); }

TEST(Rfc3339, HasMillisecondsAndZone) {
  EXPECT_EQ(to_rfc3339(WallTime{} + std::chrono::milliseconds(1'234)), "1970-01-01T00:00:01.234Z");
  EXPECT_EQ(to_rfc3339(WallTime{} + std::chrono::milliseconds(5)), "1970-01-01T00:00:00.005Z");
}

}  // namespace
}  // namespace cxload::run
