// Candidates in a fragment of SDP, as RFC 8840 carries them in INFO.
#include <gtest/gtest.h>

#include <cxload/sdp/trickle.hpp>

namespace cxload::sdp {
namespace {

using Lines = std::vector<std::string>;

TEST(Trickle, CandidatesAndTheirGenerationAreRead) {
  const Trickle read = read_trickle(
      "a=group:BUNDLE foo\r\na=ice-pwd:asd88fgpdd777uzjYhagZg\r\na=ice-ufrag:8hhY\r\nm=audio 9 RTP/AVP 0\r\n"
      "a=mid:foo\r\na=candidate:1 1 UDP 1658497328 198.51.100.33 5000 typ host\r\n"
      "a=candidate:2 1 UDP 1658497328 198.51.100.34 5000 typ host\r\n");
  EXPECT_EQ(read.ufrag, "8hhY");
  EXPECT_EQ(read.candidates, (Lines{"1 1 UDP 1658497328 198.51.100.33 5000 typ host",
                                    "2 1 UDP 1658497328 198.51.100.34 5000 typ host"}));
  EXPECT_FALSE(read.is_complete);
}

TEST(Trickle, TheEndIsUnderstood) {
  EXPECT_TRUE(read_trickle("a=ice-ufrag:8hhY\na=end-of-candidates").is_complete);
  EXPECT_TRUE(read_trickle("a=end-of-candidates\r\n").is_complete);
  EXPECT_FALSE(read_trickle("a=end-of-candidates-not").is_complete);
}

TEST(Trickle, NonsenseIsPassedOverAndAbundanceCut) {
  EXPECT_TRUE(read_trickle("").candidates.empty());
  EXPECT_TRUE(read_trickle("\n\n\r\na=candidate:\ncandidate:1\x01").candidates.empty());
  EXPECT_TRUE(read_trickle("a=candidate:1 1 UDP 1 " + std::string(600, 'x')).candidates.empty());
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "a=candidate:1 1 UDP 1 192.0.2.1 5 typ host\n";
  EXPECT_EQ(read_trickle(many).candidates.size(), Trickle::most_candidates);
}

}  // namespace
}  // namespace cxload::sdp
