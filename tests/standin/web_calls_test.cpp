// Where users may call, and what they called.
#include "../../src/standin/core/call_log.hpp"
#include "web_harness.hpp"

namespace cxload::standin::web {
namespace {

TEST(WebCalls, WP_TMPL_ROUTE_1_a_newcomer_calls_where_the_templates_routes_lead) {
  VirtualSite site;
  ASSERT_EQ(site.sign_up("newton").status(), 201);
  const CallRoutes& routes = site.site().call_routes();
  for (const char* number : {"160", "1001", "442071234567", "+442071234567", "*1"})
    EXPECT_TRUE(routes.allow("newton", number)) << number;
  for (const char* number : {"331234567", "+331234567", "", "2000"})
    EXPECT_FALSE(routes.allow("newton", number)) << number;
  for (const char* user : {"1000", "1009"}) EXPECT_TRUE(routes.allow(user, "331234567")) << user;
}

TEST(WebCalls, routes_count_as_they_are_changed) {
  VirtualSite site;
  const CallRoutes& routes = site.site().call_routes();
  EXPECT_EQ(site.admin("DELETE", "/admin/route/1").status(), 204);
  EXPECT_FALSE(routes.allow("1000", "160"));
  EXPECT_TRUE(routes.allow("1009", "160"));
  site.admin("POST", "/admin/route", R"({"customer_id": 1, "name": "Echo", "prefix": "160"})");
  EXPECT_TRUE(routes.allow("1000", "160"));
  EXPECT_FALSE(routes.allow("1000", "161"));
  ASSERT_EQ(site.admin("POST", "/admin/reset").status(), 204);
  EXPECT_TRUE(routes.allow("1000", "161"));
}

TEST(WebCalls, WP_TMPL_NONE_1_without_a_template_there_is_nowhere_to_call) {
  VirtualSite site;
  site.set_brand(R"({"templateCustomer": 0})");
  ASSERT_EQ(site.sign_up("newton").status(), 201);
  EXPECT_FALSE(site.site().call_routes().allow("newton", "160"));
}

TEST(WebCalls, WP_NAV_HIST_1_the_history_has_both_ends_newest_first) {
  VirtualSite site;
  Histories& histories = site.site().histories();
  histories.add({"1000", "160", "a", site.wall, std::chrono::milliseconds(2500), 200}, false);
  histories.add({"1000", "1001", "b", site.wall + std::chrono::seconds(5), {}, 486}, true);
  site.log_in();
  const Seen own = site.ask("GET", "/api/softphone/history");
  ASSERT_EQ(own.array().size(), 2U);
  EXPECT_EQ(own.array().front().at("number"), "1001");
  EXPECT_EQ(own.array().front().at("result"), "busy");
  EXPECT_TRUE(own.array().front().at("name").is_null());
  EXPECT_EQ(json::serialize(own.array().back()),
            R"({"direction":"out","number":"160","name":"Echo desk","start":"2027-01-15T08:00:00.000Z",)"
            R"("duration":2.5E0,"result":"answered"})");
  site.log_in("1001");
  const Seen other = site.ask("GET", "/api/softphone/history");
  ASSERT_EQ(other.array().size(), 1U);
  EXPECT_EQ(other.array().front().at("direction"), "in");
  EXPECT_EQ(other.array().front().at("result"), "missed");
  site.token.clear();
  EXPECT_EQ(site.ask("GET", "/api/softphone/history").status(), 401);
}

TEST(WebCalls, a_history_is_bounded) {
  Histories histories;
  for (int i = 0; i < 150; ++i) histories.add({"1000", std::to_string(i), "a", WallTime(), {}, 200}, false);
  EXPECT_EQ(histories.of("1000").size(), 100U);
  EXPECT_EQ(histories.of("1000").front().number, "149");
  EXPECT_TRUE(histories.of("nobody").empty());
}

TEST(WebCalls, WP_TMPL_ALERT_1_a_copied_alert_fires_when_the_balance_falls_under_it) {
  VirtualSite site;
  const auto alerts = [&] {
    const Seen seen = site.admin("GET", "/admin/events?kind=alert");
    return json::array(seen.array());
  };
  ASSERT_EQ(site.sign_up("newton").status(), 201);
  EXPECT_TRUE(alerts().empty());
  const Seen own = site.admin("GET", "/admin/contact?email=newton@new.example");
  const auto customer = own.array().front().at("customer_id").as_int64();
  const Seen payments = site.admin("GET", "/admin/payment?customer_id=" + std::to_string(customer));
  for (const json::value& payment : payments.array())
    if (payment.at("status") == "Completed")
      site.admin("DELETE", "/admin/payment/" + std::to_string(payment.at("id").as_int64()));
  ASSERT_EQ(alerts().size(), 1U);
  EXPECT_EQ(alerts().front().at("user"), "billing@acme.example");
  EXPECT_EQ(alerts().front().at("detail"), "Low balance");
}

TEST(WebCalls, an_operator_has_a_user_called) {
  VirtualSite site;
  EXPECT_EQ(site.admin("POST", "/admin/call", R"({"user": "nobody"})").status(), 404);
  EXPECT_EQ(site.admin("POST", "/admin/call", R"({"user": "1000"})").status(), 409);
  site.exchange.registered.insert("1000");
  const Seen made =
      site.admin("POST", "/admin/call",
                 R"({"user": "1000", "caller": "+4420", "media": "music", "cancel_after_ms": 2500,
                                   "talk_ms": 100, "auto_answer": true})");
  ASSERT_EQ(made.status(), 201);
  EXPECT_EQ(made.text("state"), "calling");
  const CallOrder& order = site.exchange.orders.front();
  EXPECT_EQ(order.caller, "+4420");
  EXPECT_EQ(order.media, MediaKind::music);
  EXPECT_EQ(order.patience, std::chrono::milliseconds(2500));
  EXPECT_EQ(order.talk, std::chrono::milliseconds(100));
  EXPECT_TRUE(order.wants_auto_answer);
  EXPECT_EQ(site.admin("GET", "/admin/call").array().size(), 1U);
  EXPECT_EQ(site.admin("GET", "/admin/call/1").text("user"), "1000");
  EXPECT_EQ(site.admin("GET", "/admin/call/9").status(), 404);
  EXPECT_EQ(site.admin("DELETE", "/admin/call/1").status(), 204);
  EXPECT_EQ(site.admin("DELETE", "/admin/call/9").status(), 404);
}

TEST(WebCalls, orders_that_make_no_sense_are_refused) {
  VirtualSite site;
  site.exchange.registered.insert("1000");
  for (const char* body :
       {R"({"user": "1000", "caller": "a b"})", R"({"user": "1000", "caller": "x>\r\nEvil: 1"})",
        R"({"user": "1000", "media": "film"})", R"({"user": "1000", "talk_ms": -1})",
        R"({"user": "1000", "cancel_after_ms": 99999999})", R"({"user": "1000", "talk_ms": "1"})"})
    EXPECT_EQ(site.admin("POST", "/admin/call", body).status(), 422) << body;
  EXPECT_TRUE(site.exchange.orders.empty());
}

sip::Message invite(const std::string& call_id) {
  sip::Message request = sip::Message::make_request("INVITE", "sip:160@standin.test");
  request.append(sip::HeaderId::call_id, call_id);
  return request;
}

TEST(WebCalls, a_call_is_logged_from_its_answer_to_its_end_and_once) {
  std::vector<CallRecord> told;
  CallLog log([&](const CallRecord& record) { told.push_back(record); });
  const TimePoint began{std::chrono::hours(1)};
  log.on_invite(invite("a"), "1000", "160", WallTime());
  log.on_final(invite("a"), 200, began);
  log.on_final(invite("a"), 488, began + std::chrono::seconds(1));  // a re-INVITE
  log.on_end("a", began + std::chrono::seconds(3));
  log.on_end("a", began + std::chrono::seconds(4));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told.front().status, 200);
  EXPECT_EQ(told.front().talk, std::chrono::seconds(3));
  log.on_invite(invite("b"), "1000", "163", WallTime());
  log.on_final(invite("b"), 486, began);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told.back().status, 486);
  EXPECT_EQ(told.back().talk, Duration::zero());
  EXPECT_EQ(log.live(), 0U);
}

TEST(WebCalls, calls_that_never_end_make_room) {
  CallLog log([](const CallRecord&) {});
  for (int i = 0; i < 20'100; ++i) log.on_invite(invite(std::to_string(i)), "1000", "160", WallTime());
  EXPECT_EQ(log.live(), 20'000U);
}

}  // namespace
}  // namespace cxload::standin::web
