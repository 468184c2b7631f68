// Where a call goes on after a 3xx: the order of its places, and where that ends.
#include "../../src/phone/redirects.hpp"

#include <gtest/gtest.h>

#include <cxload/stats/standard_metrics.hpp>

#include "phone/site.hpp"

namespace cxload::phone {
namespace {

namespace metric = stats::metric;

sip::Message redirect(int status, std::initializer_list<std::string_view> contacts) {
  sip::Message response =
      sip::Message::make_response_to(sip::Message::make_request("INVITE", "sip:a@b.test"), status);
  for (const std::string_view contact : contacts) response.append(sip::HeaderId::contact, contact);
  return response;
}

std::vector<std::string> all_of(Redirects& redirects) {
  std::vector<std::string> places;
  for (std::string next = redirects.next(); !next.empty(); next = redirects.next()) places.push_back(next);
  return places;
}

using Places = std::vector<std::string>;

TEST(Redirects, TriesThePreferredPlaceFirst) {
  Redirects redirects("sip:a@b.test");
  redirects.add(redirect(302, {"<sip:low@c.test>;q=0.2, <sip:high@c.test>;q=0.75", "<sip:whole@c.test>",
                               "<sip:none@c.test>;q=nonsense"}));
  EXPECT_EQ(all_of(redirects),
            (Places{"sip:whole@c.test", "sip:high@c.test", "sip:low@c.test", "sip:none@c.test"}));
}

TEST(Redirects, NeverTriesAPlaceTwice) {
  Redirects redirects("sip:a@b.test");
  redirects.add(redirect(301, {"<sip:a@B.test>", "<sip:c@c.test>", "<sip:c@c.test>;q=0.1"}));
  EXPECT_EQ(redirects.next(), "sip:c@c.test");
  redirects.add(redirect(302, {"<sip:a@b.test>, <sip:c@c.test>"}));
  EXPECT_EQ(redirects.next(), "");
}

TEST(Redirects, APlaceThatIsNamedTwiceHasItsBestQ) {
  Redirects redirects("sip:a@b.test");
  redirects.add(redirect(302, {"<sip:c@c.test>;q=0.1", "<sip:d@c.test>;q=0.5", "<sip:c@c.test>;q=0.9"}));
  EXPECT_EQ(all_of(redirects), (Places{"sip:c@c.test", "sip:d@c.test"}));
}

TEST(Redirects, ARedirectOnTheWayGoesFirst) {
  Redirects redirects("sip:a@b.test");
  redirects.add(redirect(300, {"<sip:one@c.test>;q=0.9", "<sip:two@c.test>;q=0.8"}));
  EXPECT_EQ(redirects.next(), "sip:one@c.test");
  redirects.add(redirect(302, {"<sip:further@c.test>;q=0.1"}));
  EXPECT_EQ(all_of(redirects), (Places{"sip:further@c.test", "sip:two@c.test"}));
}

TEST(Redirects, EndAfterFiveTries) {
  Redirects redirects("sip:a@b.test");
  for (int i = 0; i < 8; ++i) redirects.add(redirect(302, {"<sip:u" + std::to_string(i) + "@c.test>"}));
  EXPECT_EQ(all_of(redirects).size(), 5U);
}

TEST(Redirects, LeaveOutWhatNoCallCanGoTo) {
  Redirects redirects("sip:a@b.test");
  redirects.add(redirect(
      302, {"*", "<tel:+4420>", "<http://c.test>", "broken <", "<sip:c@c.test;method=BYE?Subject=x>"}));
  redirects.add(redirect(305, {"<sip:proxy@c.test>"}));
  redirects.add(redirect(380, {"<sip:service@c.test>"}));
  EXPECT_EQ(all_of(redirects), (Places{"sip:c@c.test"}));
}

net::Awaitable<void> call_once(Phone& phone, bool follows, std::optional<CallResult>& result) {
  DialRequest request;
  request.target = "167";
  request.follows_redirects = follows;
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  if (!dialled) co_return;
  result = co_await (*dialled)->wait_final();
  const Outcome<> hung_up = co_await (*dialled)->hang_up();
  EXPECT_TRUE(hung_up);
  co_await phone.close();
}

std::optional<CallResult> call_moved_number(Site& site, std::string_view profile, bool follows) {
  const auto phone = site.make_phone(site.make_group(net::Scheme::udp, profile), "1000");
  std::optional<CallResult> result;
  site.run([&] { return call_once(*phone, follows, result); });
  return result;
}

/// 167 has moved to 163, which is busy, to itself (by its address: that is tried once), and to 160, which
/// answers.
TEST(RedirectedCall, GoesOnUntilSomebodyAnswersAndCountsEachTry) {
  Site site;
  const auto result = call_moved_number(site, "plain", true);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 200);
  const stats::Snapshot snapshot = site.recorder.snapshot();
  // RFC 6076 4.6: a try that was redirected is in no ratio of answers; 486 is effective, but no session.
  EXPECT_EQ(cell_of(snapshot, metric::sip_ser).denominator, 2U);
  EXPECT_EQ(cell_of(snapshot, metric::sip_ser).numerator, 1U);
  EXPECT_EQ(cell_of(snapshot, metric::sip_seer).numerator, 2U);
  EXPECT_EQ(cell_of(snapshot, metric::sip_isa).denominator, 4U);
}

TEST(RedirectedCall, EndsWithThe302WhenNobodyFollowsIt) {
  Site site;
  const auto result = call_moved_number(site, "plain", false);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 302);
}

TEST(RedirectedCall, IsNotFollowedByBrowsers) {
  Site site;
  const auto result = call_moved_number(site, "jssip", true);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 302);
}

}  // namespace
}  // namespace cxload::phone
