#include <gtest/gtest.h>

#include <cxload/base/random.hpp>
#include <cxload/sip/redact.hpp>

namespace cxload::sip {
namespace {

TEST(Redact, HidesWhatAuthenticatesAndShowsTheRest) {
  EXPECT_EQ(
      redact("REGISTER sip:b SIP/2.0\r\n"
             "Authorization: Digest username=\"al,ice\", realm=\"r\", nonce=\"S\\\"1\", uri=\"sip:b\",\r\n"
             " response = \"S2\", algorithm=MD5, cnonce=S3, qop=auth, nc=00000001, opaque=\"S4\"\r\n"
             "To: <sip:a@b>\r\n\r\n"),
      "REGISTER sip:b SIP/2.0\r\n"
      "Authorization: Digest username=\"al,ice\", realm=\"r\", nonce=\"…\", uri=\"sip:b\",\r\n"
      " response = \"…\", algorithm=MD5, cnonce=…, qop=auth, nc=00000001, opaque=\"…\"\r\n"
      "To: <sip:a@b>\r\n\r\n");
  EXPECT_EQ(redact("WWW-Authenticate: Digest realm=\"r\", nonce=\"S\", stale=true\r\n"),
            "WWW-Authenticate: Digest realm=\"r\", nonce=\"…\", stale=true\r\n");
  EXPECT_EQ(redact("Proxy-Authorization : Basic\r\n U2VjcmV0\r\nX: y"),
            "Proxy-Authorization : Basic\r\n …\r\nX: y");
  EXPECT_EQ(redact("authorization: U2VjcmV0\r\n"), "authorization: …\r\n");
  EXPECT_EQ(redact("X-Auth-Token: abc def\r\nCookie: sid=1"), "X-Auth-Token: …\r\nCookie: …");
  EXPECT_EQ(redact("Authorization: Digest U2VjcmV0==, username=\"u\"\r\n"), "Authorization: Digest …\r\n");
}

TEST(Redact, HidesKeysInBodiesAndUris) {
  EXPECT_EQ(redact("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:S3cret|2^20|1:32\r\na=ice-ufrag:u\r\n"
                   "a=ice-pwd:S3cretS3cret\r\nk=clear:S\r\na=x inline:S;b\n"),
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:…\r\na=ice-ufrag:u\r\n"
            "a=ice-pwd:…\r\nk=…\r\na=x inline:…;b\n");
  EXPECT_EQ(redact("INVITE sip:alice:S3cret@b:5060;x SIP/2.0\r\nContact: <sips:c:S@d>,<sip:e:5061>"),
            "INVITE sip:alice:…@b:5060;x SIP/2.0\r\nContact: <sips:c:…@d>,<sip:e:5061>");
  EXPECT_EQ(redact("X-Odd: a;response=S1;b, Refer-To: <sip:a?Authorization=S2&x=y>"),
            "X-Odd: a;response=…;b, Refer-To: <sip:a?Authorization=…&x=y>");
}

TEST(Redact, LeavesOrdinaryMessagesAlone) {
  constexpr std::string_view ordinary =
      "SIP/2.0 200 response OK\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK;rport\r\nContact: "
      "<sip:a@[::1]:5060;ob>\r\n"
      "User-Agent: x\r\n\r\nv=0\r\na=rtpmap:0 PCMU/8000\r\n";
  EXPECT_EQ(redact(ordinary), ordinary);
  EXPECT_EQ(redact(""), "");
}

TEST(Redact, NoCutOfMessageShowsSecret) {
  const std::string message =
      "Authorization: Digest username=\"u\", response=\"SECRET\", nonce=\"SE\r\n CRET\"\r\nX: y\r\n\r\n"
      "a=crypto:1 A inline:SECRET\r\na=ice-pwd:SECRET\r\nsip:u:SECRET@h\r\nresponse=\"SECRET";
  for (std::size_t size = 0; size <= message.size(); ++size) {
    const std::string shown = redact(std::string_view(message).substr(0, size));
    EXPECT_EQ(shown.find("SECRET"), std::string::npos) << shown;
  }
}

TEST(Redact, StaysLinearOnHostileText) {
  for (const std::string_view piece : {"sip:", "nonce=\"\",", "\r\n x", "a:", "response=\"\\"}) {
    std::string message = "Authorization: Digest ";
    while (message.size() < 4'000'000) message += piece;
    EXPECT_FALSE(redact(message).empty());  // a quadratic one takes minutes
  }
}

TEST(Redact, AReasonPhraseTellsNoCredentials) {
  EXPECT_EQ(told_reason("Forbidden: not = here"), "Forbidden: not = here");
  const std::string told = told_reason(
      R"(No Digest username="a", response="0123456789abcdef", cnonce="fedcba" )" + std::string(500, 'x'));
  EXPECT_EQ(told.find("0123"), std::string::npos) << told;
  EXPECT_EQ(told.find("fedc"), std::string::npos) << told;
  EXPECT_LT(told.size(), 200U);
}

TEST(Redact, SurvivesGarbage) {
  Random random(3);
  constexpr std::string_view pieces[] = {
      "Authorization", ":",       " Digest ", "\"", "\\",     "response", "=", "\r\n", "sip:", "@",
      "a=crypto:",     "inline:", "x",        ",",  "\0\xff", "nonce",    " ", "\n"};
  for (int round = 0; round < 20'000; ++round) {
    std::string message;
    for (auto n = random.below(20); n > 0; --n) message += pieces[random.below(std::size(pieces))];
    EXPECT_LE(redact(message).size(), 4 * message.size() + 8);
  }
}

}  // namespace
}  // namespace cxload::sip
