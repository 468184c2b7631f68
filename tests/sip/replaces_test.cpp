// Replaces headers (RFC 3891 6.1), alone and inside a Refer-To.
#include <gtest/gtest.h>

#include <cxload/sip/grammar.hpp>
#include <cxload/sip/replaces.hpp>

namespace cxload::sip {
namespace {

TEST(Replaces, NamesADialogAsItsReceiverKnowsIt) {
  const auto replaces = parse_replaces(" a84b4c76e66710@pc33 ; to-tag=7743 ;from-tag=6472;early-only");
  ASSERT_TRUE(replaces);
  EXPECT_EQ(replaces->dialog, (DialogId{"a84b4c76e66710@pc33", "7743", "6472"}));
  EXPECT_TRUE(replaces->early_only);
  EXPECT_FALSE(parse_replaces("x;to-tag=1;from-tag=2")->early_only);
}

TEST(Replaces, NeedsACallAndBothTagsOnce) {
  for (const auto* value : {"", ";to-tag=1;from-tag=2", "x", "x;to-tag=1", "x;from-tag=2",
                            "x;to-tag=;from-tag=2", "x;to-tag=1;to-tag=1;from-tag=2"})
    EXPECT_FALSE(parse_replaces(value)) << value;
}

TEST(Replaces, SurvivesTheWayThroughAUri) {
  const std::string value = "12@[::1] ;to-tag=a%b;from-tag=c&d";
  const std::string escaped = escape_header(value);
  EXPECT_EQ(escaped.find_first_of("@;=&?> "), std::string::npos) << escaped;
  EXPECT_EQ(replaces_of_uri("X-A=1&rePlaces=" + escaped), value);
}

TEST(Replaces, OfAUriStandsInOneLineAndOnlyOnce) {
  EXPECT_FALSE(replaces_of_uri(""));
  EXPECT_FALSE(replaces_of_uri("Subject=x"));
  EXPECT_FALSE(replaces_of_uri("Replaces="));
  EXPECT_FALSE(replaces_of_uri("Replaces=a%0D%0AX-Evil:1"));
  EXPECT_FALSE(replaces_of_uri("Replaces=a&Replaces=b"));
}

}  // namespace
}  // namespace cxload::sip
