#include <gtest/gtest.h>

#include <cxload/sip/digest.hpp>
#include <cxload/sip/digest_client.hpp>
#include <cxload/sip/digest_server.hpp>
#include <cxload/sip/errc.hpp>

namespace cxload::sip {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

std::string response_of(DigestAlgorithm algorithm, std::string_view user, std::string_view password,
                        const DigestCredentials& credentials, std::string_view method) {
  return digest_response(algorithm, digest_secret(algorithm, user, credentials.realm, password), credentials,
                         method, "");
}

TEST(Digest, VectorOfRfc2617) {  // 3.5
  DigestCredentials c;
  c.realm = "testrealm@host.com";
  c.nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
  c.uri = "/dir/index.html";
  c.qop = Qop::auth;
  c.nonce_count = "00000001";
  c.cnonce = "0a4f113b";
  EXPECT_EQ(response_of(DigestAlgorithm::md5, "Mufasa", "Circle Of Life", c, "GET"),
            "6629fae49393a05397450978507c4ef1");
}

TEST(Digest, VectorsOfRfc7616) {  // 3.9.1
  DigestCredentials c;
  c.realm = "http-auth@example.org";
  c.nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  c.uri = "/dir/index.html";
  c.qop = Qop::auth;
  c.nonce_count = "00000001";
  c.cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
  EXPECT_EQ(response_of(DigestAlgorithm::md5, "Mufasa", "Circle of Life", c, "GET"),
            "8ca523f5e9506fed4657c9700eebdbec");
  EXPECT_EQ(response_of(DigestAlgorithm::sha256, "Mufasa", "Circle of Life", c, "GET"),
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
}

TEST(Digest, VectorOfRfc7616WithSha512256) {  // 3.9.2, its response as erratum 4897 corrects it
  DigestCredentials c;
  c.realm = "api@example.org";
  c.nonce = "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK";
  c.uri = "/doe.json";
  c.qop = Qop::auth;
  c.nonce_count = "00000001";
  c.cnonce = "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v";
  EXPECT_EQ(response_of(DigestAlgorithm::sha512_256, "J\xC3\xA4s\xC3\xB8n Doe", "Secret, or not?", c, "GET"),
            "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
}

TEST(DigestServer, ProtectsABodyWhereItAsksForThat) {
  for (const auto algorithm : {DigestAlgorithm::md5, DigestAlgorithm::sha256, DigestAlgorithm::sha512_256}) {
    DigestServer server({.realm = "r", .algorithms = {algorithm}, .qops = {Qop::auth_int}});
    DigestClient client("user", "p");
    const TimePoint now{std::chrono::hours(5)};
    Message invite = Message::make_request("INVITE", "sip:160@r");
    invite.set_body("application/sdp", "v=0\r\n");
    Message response = Message::make_response(401, "x");
    for (const std::string& value : server.challenge(now)) response.append(HeaderId::www_authenticate, value);
    ASSERT_TRUE(client.on_challenge(invite, response));
    client.authorize(invite);
    const auto sent = parse_credentials(*invite.find(HeaderId::authorization));
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->qop, Qop::auth_int);
    EXPECT_EQ(server.verify(*sent, "INVITE", "v=0\r\nchanged", "p", now), DigestVerdict::wrong);
    EXPECT_EQ(server.verify(*sent, "INVITE", "v=0\r\n", "p", now), DigestVerdict::good);
    EXPECT_EQ(
        DigestServer({.realm = "r", .algorithms = {algorithm}}).verify(*sent, "INVITE", "v=0\r\n", "p", now),
        DigestVerdict::forged_nonce);
  }
}

TEST(Digest, ReadsChallengesAndSkipsUnknownOnes) {
  const auto several = parse_challenges(
      "Negotiate, Digest realm=\"a, \\\"b\\\"\", nonce=\"n\", qop=\"auth-int, auth\", stale=TRUE, "
      "opaque=\"\","
      " algorithm=MD5, Digest realm=x, nonce=\"m\", algorithm=SHA-1, Digest realm=\"r\",nonce=\"s\"");
  ASSERT_TRUE(several);
  ASSERT_EQ(several->size(), 2U);
  EXPECT_EQ(several->at(0).realm, "a, \\\"b\\\"");
  EXPECT_EQ(several->at(0).qop, Qop::auth);
  EXPECT_TRUE(several->at(0).stale);
  EXPECT_EQ(several->at(0).opaque, "");
  EXPECT_EQ(several->at(1).qop, Qop::none);
  EXPECT_FALSE(several->at(1).names_algorithm);
  EXPECT_EQ(parse_challenges("Basic realm=\"x\"").error(), Errc::no_usable_challenge);
  EXPECT_EQ(parse_challenges("Digest realm=\"x\"").error(), Errc::no_usable_challenge);
  EXPECT_EQ(parse_challenges("Digest realm=\"x\", nonce=\"n\", qop=\"other\"").error(),
            Errc::no_usable_challenge);
  EXPECT_EQ(parse_challenges("\"").error(), Errc::bad_challenge);
  EXPECT_EQ(parse_challenges("").error(), Errc::bad_challenge);
}

Message response_with(int status, std::initializer_list<std::string_view> challenges) {
  Message response = Message::make_response(status, "x");
  for (const std::string_view value : challenges)
    response.append(status == 407 ? HeaderId::proxy_authenticate : HeaderId::www_authenticate, value);
  return response;
}

TEST(Digest, PicksStrongestOfEachRealm) {
  const auto picked = challenges_of(
      response_with(401, {"Digest realm=\"r\", nonce=\"1\", algorithm=SHA-256, qop=\"auth\"",
                          "Digest realm=\"r\", nonce=\"2\", algorithm=SHA-512-256, qop=\"auth\"",
                          "Digest realm=\"r\", nonce=\"3\", algorithm=MD5, qop=\"auth\"",
                          "Digest realm=\"other\", nonce=\"4\""}));
  ASSERT_TRUE(picked);
  ASSERT_EQ(picked->size(), 2U);
  EXPECT_EQ(picked->at(0).nonce, "2");
  EXPECT_EQ(picked->at(1).nonce, "4");
  EXPECT_EQ(challenges_of(response_with(401, {})).error(), Errc::missing_header);
}

Message make_register() {
  Message request = Message::make_request("REGISTER", "sip:example.com");
  request.append(HeaderId::cseq, "1 REGISTER");
  return request;
}

TEST(DigestClient, WritesParametersInTheOrderOfTheClientItPlays) {
  DigestClient sipjs("1001", "pw", DigestOrder::algorithm_first);
  Message request = make_register();
  const auto response = response_with(401, {"Digest realm=\"r\", nonce=\"n\", opaque=\"o\", qop=\"auth\""});
  ASSERT_EQ(*sipjs.on_challenge(request, response), ChallengeVerdict::try_again);
  sipjs.authorize(request);
  const std::string value(request.find(HeaderId::authorization).value());
  EXPECT_TRUE(
      value.starts_with("Digest algorithm=MD5, username=\"1001\", realm=\"r\", nonce=\"n\", "
                        "uri=\"sip:example.com\", response=\""))
      << value;
  EXPECT_NE(value.find("\", opaque=\"o\", qop=auth, cnonce=\""), std::string::npos) << value;
  EXPECT_TRUE(value.ends_with(", nc=00000001")) << value;

  DigestClient plain("a\"b", "pw");
  Message other = make_register();
  ASSERT_TRUE(plain.on_challenge(other, response_with(407, {"Digest realm=\"r\", nonce=\"n\""})));
  plain.authorize(other);
  const std::string old_style(other.find(HeaderId::proxy_authorization).value());
  EXPECT_TRUE(old_style.starts_with("Digest username=\"a\\\"b\", realm")) << old_style;
  EXPECT_EQ(old_style.find("algorithm"), std::string::npos);
  EXPECT_EQ(old_style.find("qop"), std::string::npos);
  EXPECT_FALSE(other.find(HeaderId::authorization));
}

TEST(DigestClient, CountsNoncesAndReplacesOldCredentials) {
  DigestClient client("u", "p");
  Message request = make_register();
  client.authorize(request);
  EXPECT_FALSE(request.find(HeaderId::authorization)) << "nothing before the first challenge";
  ASSERT_TRUE(
      client.on_challenge(request, response_with(401, {"Digest realm=\"r\", nonce=\"n\", qop=\"auth\""})));
  for (const std::string_view count : {"00000001", "00000002", "00000003"}) {
    client.authorize(request);
    EXPECT_EQ(request.count(HeaderId::authorization), 1U);
    EXPECT_EQ(parse_credentials(*request.find(HeaderId::authorization))->nonce_count, count);
  }
}

TEST(DigestClient, TellsWrongPasswordFromOldNonce) {
  DigestClient client("u", "p");
  Message request = make_register();
  const auto challenge = response_with(401, {"Digest realm=\"r\", nonce=\"n\", qop=\"auth\""});
  const auto stale = response_with(401, {"Digest realm=\"r\", nonce=\"m\", qop=\"auth\", stale=true"});
  EXPECT_EQ(*client.on_challenge(request, challenge), ChallengeVerdict::try_again);
  client.authorize(request);
  EXPECT_EQ(*client.on_challenge(request, stale), ChallengeVerdict::try_again);
  client.authorize(request);
  EXPECT_EQ(*client.on_challenge(request, challenge), ChallengeVerdict::rejected);

  DigestClient later("u", "p");
  EXPECT_EQ(*later.on_challenge(make_register(), challenge), ChallengeVerdict::try_again);
  later.authorize(request);
  later.authorize(request);  // a refresh, hours later: the nonce was good once
  EXPECT_EQ(*later.on_challenge(request, challenge), ChallengeVerdict::try_again);
}

TEST(DigestClient, GivesUpOnServerThatCallsEveryNonceStale) {
  DigestClient client("u", "p");
  Message request = make_register();
  const auto stale = response_with(401, {"Digest realm=\"r\", nonce=\"m\", qop=\"auth\", stale=true"});
  ASSERT_EQ(*client.on_challenge(request, stale), ChallengeVerdict::try_again);
  int rounds = 0;
  do client.authorize(request);
  while (*client.on_challenge(request, stale) == ChallengeVerdict::try_again && ++rounds < 10);
  EXPECT_LT(rounds, 10);
}

/// A client and a server that talk past any wire.
struct Exchange {
  explicit Exchange(DigestPolicy policy) : server(std::move(policy)) {}

  DigestVerdict verify(std::string_view password = "p") {
    const auto sent = parse_credentials(*request.find(HeaderId::authorization));
    return server.verify(*sent, "REGISTER", "", password, now);
  }
  void challenge() {
    Message response = Message::make_response(401, "x");
    for (const std::string& value : server.challenge(now)) response.append(HeaderId::www_authenticate, value);
    ASSERT_TRUE(client.on_challenge(make_register(), response));
    client.authorize(request);
  }

  DigestServer server;
  DigestClient client{"u\"ser", "p"};
  Message request = make_register();
  TimePoint now{std::chrono::hours(5)};
};

TEST(DigestServer, AcceptsEachAlgorithmAndOnlyTheRightPassword) {
  for (const auto algorithm : {DigestAlgorithm::md5, DigestAlgorithm::sha256, DigestAlgorithm::sha512_256}) {
    Exchange exchange({.realm = "r", .algorithms = {algorithm}});
    exchange.challenge();
    EXPECT_EQ(exchange.verify("other"), DigestVerdict::wrong);
    EXPECT_EQ(exchange.verify(), DigestVerdict::good);
  }
  const DigestServer both({.realm = "r", .algorithms = {DigestAlgorithm::md5, DigestAlgorithm::sha256}});
  EXPECT_NE(both.challenge({}).at(0).find("SHA-256"), std::string::npos) << "strongest first";
}

TEST(DigestServer, NoticesReplaysAndCountsGoingBack) {
  Exchange exchange({.realm = "r"});
  exchange.challenge();
  EXPECT_EQ(exchange.verify(), DigestVerdict::good);
  EXPECT_EQ(exchange.verify(), DigestVerdict::replayed);
  const Message first = exchange.request;
  exchange.client.authorize(exchange.request);
  exchange.client.authorize(exchange.request);
  EXPECT_EQ(exchange.verify(), DigestVerdict::good) << "gaps are fine";
  exchange.request = first;
  EXPECT_EQ(exchange.verify(), DigestVerdict::replayed);
}

TEST(DigestServer, TellsOldNoncesFromForgedOnes) {
  Exchange exchange({.realm = "r"});
  exchange.challenge();
  exchange.now += minutes(6);
  EXPECT_EQ(exchange.verify(), DigestVerdict::stale);
  EXPECT_EQ(exchange.verify("other"), DigestVerdict::wrong) << "stale only for who knows the password";
  DigestCredentials forged = *parse_credentials(*exchange.request.find(HeaderId::authorization));
  forged.nonce.front() = 'f';
  EXPECT_EQ(exchange.server.verify(forged, "REGISTER", "", "p", exchange.now), DigestVerdict::forged_nonce);
  forged.nonce = "deadbeef";
  EXPECT_EQ(exchange.server.verify(forged, "REGISTER", "", "p", exchange.now), DigestVerdict::forged_nonce);
}

TEST(DigestServer, RemembersBoundedNumberOfNonces) {
  Exchange exchange({.realm = "r", .remembered_nonces = 2});
  exchange.challenge();
  EXPECT_EQ(exchange.verify(), DigestVerdict::good);
  const Message first = exchange.request;
  for (int i = 0; i < 3; ++i) {
    exchange.now += seconds(1);
    exchange.challenge();
    EXPECT_EQ(exchange.verify(), DigestVerdict::good);
  }
  exchange.request = first;
  EXPECT_EQ(exchange.verify(), DigestVerdict::stale) << "forgotten, so a replay could not be seen";
}

TEST(DigestServer, LegacyAnswersAreAMatterOfPolicy) {
  for (const bool is_allowed : {true, false}) {
    Exchange exchange({.realm = "r", .allow_no_qop = is_allowed});
    exchange.challenge();
    DigestCredentials old = *parse_credentials(*exchange.request.find(HeaderId::authorization));
    old.qop = Qop::none;
    old.response =
        digest_response(DigestAlgorithm::md5, digest_secret(DigestAlgorithm::md5, old.username, "r", "p"),
                        old, "REGISTER", "");
    EXPECT_EQ(exchange.server.verify(old, "REGISTER", "", "p", exchange.now),
              is_allowed ? DigestVerdict::good : DigestVerdict::wrong);
  }
}

TEST(Digest, RefusesGarbageCredentials) {
  for (const std::string_view value :
       {"", "Digest", "Digest foo", "Basic abc=", "NoOneKnowsThisScheme opaque-data=x",
        "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\"",
        "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\", response=\"y\", "
        "qop=auth",
        "Digest username=\"u"})
    EXPECT_EQ(parse_credentials(value).error(), Errc::bad_credentials) << value;
}

}  // namespace
}  // namespace cxload::sip
