/// Explanations: one for each class, whole sentences, the nearest entry wins.
#include <set>
#include <string>

#include <gtest/gtest.h>

#include <cxload/result/explain.hpp>
#include <cxload/result/format.hpp>

namespace cxload::result {
namespace {

TEST(Explain, EveryClassTheProgramMakesHasItsOwnText) {
  for (const char* kind :
       {"dns.not_found",   "udp.refused", "udp.unreachable", "tcp.refused",       "tcp.reset",
        "tcp.backlog",     "tcp.closed",  "tls.verify",      "tls.expired",       "tls.handshake",
        "ws.http_400",     "ws.http_403", "ws.http_404",     "ws.subprotocol",    "ws.closed",
        "sip.401",         "sip.403",     "sip.404",         "sip.407",           "sip.408",
        "sip.480",         "sip.486",     "sip.487",         "sip.488",           "sip.500",
        "sip.503",         "sip.timeout", "sip.no_contact",  "sip.malformed",     "sip.no_answer",
        "sip.ack_timeout", "rtp.none",    "limit.no_callee", "local.descriptors", "local.ports",
        "local.memory",    "local.bind",  "local.forbidden"}) {
    bool has_own = false;
    for (const Explanation& entry : explanations()) has_own |= entry.kind == kind;
    EXPECT_TRUE(has_own) << kind;
    EXPECT_FALSE(explain(kind).empty());
  }
}

TEST(Explain, TheNearestEntryWins) {
  const auto entry = [](std::string_view kind) {
    for (const Explanation& one : explanations())
      if (one.kind == kind) return one.text;
    return std::string_view("none");
  };
  EXPECT_EQ(explain("sip.486"), entry("sip.486"));
  EXPECT_EQ(explain("sip.499"), entry("sip.4*"));
  EXPECT_EQ(explain("sip.something"), entry("sip.*"));
  EXPECT_EQ(explain("ws.http_418"), entry("ws.http_*"));
  EXPECT_EQ(explain("expect.body"), entry("expect.*"));
  EXPECT_FALSE(explain("martian").empty());
  EXPECT_FALSE(explain("").empty());
}

TEST(Explain, EntriesAreSentencesAndUnique) {
  std::set<std::string_view> kinds;
  for (const Explanation& entry : explanations()) {
    EXPECT_TRUE(kinds.insert(entry.kind).second) << entry.kind;
    EXPECT_TRUE(entry.text.ends_with('.')) << entry.kind;
    EXPECT_LT(entry.text.size(), 220U) << entry.kind;
  }
}

TEST(Format, ValuesReadAsPeopleWriteThem) {
  EXPECT_EQ(format_value(249.98, "ms"), "250 ms");
  EXPECT_EQ(format_value(0.94321, "1"), "94.32 %");
  EXPECT_EQ(format_value(12, ""), "12");
  EXPECT_EQ(format_value(123456, ""), "123456");
  EXPECT_EQ(format_value(0, "ms"), "0 ms");
  EXPECT_EQ(format_series("sip.rrd", {{"group", "a"}, {"journey", "b"}}), "sip.rrd{group=a,journey=b}");
}

}  // namespace
}  // namespace cxload::result
