// Login, provisioning, brands, menu, flags.
#include "web_harness.hpp"

namespace cxload::standin::web {
namespace {

std::vector<std::string> menu_ids(const json::value& prov) {
  std::vector<std::string> ids;
  for (const json::value& item : prov.at("menu").as_array())
    ids.emplace_back(item.at("id").as_string().c_str());
  return ids;
}

TEST(WebSession, WP_LOGIN_1_a_sip_user_gets_a_session_and_his_provisioning) {
  VirtualSite site;
  const Seen seen = site.try_login("1000", "pw-1000");
  ASSERT_EQ(seen.status(), 200);
  const json::value& user = seen.value.at("prov").at("sipUser");
  EXPECT_EQ(user.at("username"), "1000");
  EXPECT_EQ(user.at("password"), "pw-1000");
  EXPECT_EQ(user.at("realm"), "standin.test");
  EXPECT_TRUE(user.at("cli").is_null());
  site.token = seen.text("jwt");
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov").value.at("brandName"), "Acme Phone");
}

TEST(WebSession, WP_LOGIN_2_wrong_and_unknown_look_the_same_and_say_nothing) {
  VirtualSite site;
  const Seen wrong = site.try_login("1000", "pw-1001");
  const Seen unknown = site.try_login("nobody", "pw-1001");
  EXPECT_EQ(wrong.status(), 401);
  EXPECT_EQ(wrong.reply.body, unknown.reply.body);
  EXPECT_EQ(wrong.reply.delay, unknown.reply.delay);
  EXPECT_FALSE(wrong.reply.find("set-cookie"));
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov").status(), 401);
}

TEST(WebSession, failed_logins_wait_longer_each_time_until_one_succeeds) {
  VirtualSite site;
  const Duration first = site.try_login("1000", "no").reply.delay;
  EXPECT_EQ(site.try_login("1000", "no").reply.delay, 2 * first);
  EXPECT_EQ(site.try_login("1000", "no").reply.delay, 4 * first);
  EXPECT_EQ(site.try_login("1000", "pw-1000").reply.delay, Duration::zero());
  EXPECT_EQ(site.try_login("1000", "no").reply.delay, first);
}

TEST(WebSession, a_source_of_many_failures_is_shut_out_for_a_while) {
  WebSettings web;
  web.most_auth_failures = 3;
  web.ban = std::chrono::seconds(60);
  VirtualSite site({}, web);
  for (const std::string user : {"1000", "1001", "nobody"})
    EXPECT_EQ(site.try_login(user, "no").status(), 401);
  const Seen banned = site.try_login("1000", "pw-1000");
  EXPECT_EQ(banned.status(), 429);
  EXPECT_EQ(banned.reply.find("retry-after"), "60");
  site.source = {*net::Address::parse("127.0.0.9"), 1};
  EXPECT_EQ(site.try_login("1000", "pw-1000").status(), 200);
  site.source = {net::Address::loopback(), 50'000};
  site.pass(std::chrono::seconds(60));
  EXPECT_EQ(site.try_login("1000", "pw-1000").status(), 200);
}

TEST(WebSession, WP_SEC_HTTP_1_the_cookie_is_secure_and_works_beside_the_token) {
  VirtualSite site;
  const std::string cookie(*site.try_login("1000", "pw-1000").reply.find("set-cookie"));
  for (const char* word : {"Secure", "HttpOnly", "SameSite=None"})
    EXPECT_NE(cookie.find(word), std::string::npos) << cookie;
  const Headers headers = {{"Cookie", "other=1; " + cookie.substr(0, cookie.find(';'))}};
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov", {}, headers).status(), 200);
  EXPECT_EQ(site.ask("POST", "/api/softphone/logout", {}, headers).status(), 204);
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov", {}, headers).status(), 401);
}

TEST(WebSession, sessions_end_and_tokens_cannot_be_made_up) {
  VirtualSite site;
  site.log_in();
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov").status(), 200);
  const std::string good = site.token;
  site.token = good.substr(0, good.rfind('.')) + ".AAAA";
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov").status(), 401);
  site.token = "a.b";
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov").status(), 401);
  site.token = good;
  site.pass(Sessions::lifetime);
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov").status(), 401);
}

TEST(WebSession, WP_LOGIN_RESTRICT_1_and_2_a_list_of_companies_lets_only_those_in) {
  VirtualSite site;
  EXPECT_EQ(site.try_login("1009", "pw-1009").status(), 200);
  site.host = "second.phone.standin.test";
  EXPECT_EQ(site.try_login("1009", "pw-1009").status(), 200);
  EXPECT_EQ(site.try_login("1000", "pw-1000").status(), 403);
  EXPECT_EQ(site.try_login("1000", "wrong").status(), 401);
}

TEST(WebSession, WP_CFG_DOMAIN_1_brands_go_by_host) {
  VirtualSite site;
  EXPECT_EQ(site.ask("GET", "/api/softphone/config").text("brandName"), "Acme Phone");
  for (const std::string same : {"127.0.0.1:8443", "localhost", "[::1]:1", "PHONE.standin.test:443"}) {
    site.host = same;
    EXPECT_EQ(site.ask("GET", "/api/softphone/config").text("brandName"), "Acme Phone") << same;
  }
  site.host = "second.phone.standin.test";
  EXPECT_EQ(site.ask("GET", "/api/softphone/config").text("brandName"), "Second Phone");
  site.host = "elsewhere.example";
  EXPECT_EQ(site.ask("GET", "/api/softphone/config").status(), 421);
}

TEST(WebSession, WP_CFG_BRAND_2_the_account_is_shown_nowhere) {
  VirtualSite site;
  site.log_in();
  for (const std::string path : {"/", "/api/softphone/config", "/api/softphone/prov"})
    EXPECT_EQ(site.ask("GET", path).reply.body.find("1093"), std::string::npos) << path;
}

TEST(WebSession, WP_MENU_POS_1_and_2_items_by_position_without_the_disabled) {
  VirtualSite site;
  site.log_in();
  EXPECT_EQ(menu_ids(site.ask("GET", "/api/softphone/prov").value),
            (std::vector<std::string>{"home", "dialpad", "agent", "history", "contacts", "settings"}));
  site.set_brand(R"({"menu": [{"id": "a", "title": "A", "icon": "mdi-home", "url": "/", "position": 3},
    {"id": "b", "title": "B", "icon": "mdi-cog", "url": "/settings", "position": 1},
    {"id": "c", "title": "C", "icon": "mdi-star", "url": "/x", "position": "Disabled"}]})");
  const Seen changed = site.ask("GET", "/api/softphone/prov");
  EXPECT_EQ(menu_ids(changed.value), (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(changed.value.at("menu").as_array()[0].at("title"), "B");
  EXPECT_EQ(changed.value.at("menu").as_array()[0].at("icon"), "mdi-cog");
}

TEST(WebSession, WP_FLAG_BAL_1_and_2_the_balance_by_its_flag) {
  VirtualSite site;
  site.log_in();
  EXPECT_DOUBLE_EQ(site.ask("GET", "/api/softphone/prov").value.at("balance").to_number<double>(), 25.5);
  EXPECT_DOUBLE_EQ(site.ask("GET", "/api/softphone/balance").value.at("balance").to_number<double>(), 25.5);
  site.set_brand(R"({"flags": []})");
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov").object().if_contains("balance"), nullptr);
  EXPECT_EQ(site.ask("GET", "/api/softphone/balance").status(), 403);
}

TEST(WebSession, WP_FLAG_PAY_1_payment_methods_by_their_flag) {
  VirtualSite site;
  site.log_in();
  EXPECT_NE(site.ask("GET", "/api/softphone/prov").object().if_contains("paymentMethods"), nullptr);
  site.set_brand(R"({"flags": ["AUTO_ANSWER"]})");
  const Seen without = site.ask("GET", "/api/softphone/prov");
  EXPECT_EQ(without.object().if_contains("paymentMethods"), nullptr);
  EXPECT_EQ(without.value.at("autoAnswer"), true);
}

TEST(WebSession, WP_CODEC_DEL_8_text_areas_become_lists) {
  VirtualSite site;
  site.log_in();
  site.set_brand(R"({"codecDelete": "PC.*, opus.*\nG722", "codecPriority": "red.*"})");
  const Seen seen = site.ask("GET", "/api/softphone/prov");
  EXPECT_EQ(seen.value.at("codec").at("delete"), json::value({"PC.*", "opus.*", "G722"}));
  EXPECT_EQ(seen.value.at("codec").at("priority"), json::value({"red.*"}));
}

TEST(WebSession, WP_DOM_B_4_the_webrtc_host_is_a_name) {
  VirtualSite site;
  site.log_in();
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov").value.at("sipUser").at("wsServer"),
            "wss://standin.test:8443");
  EXPECT_EQ(
      site.admin("PUT", "/admin/webphone/phone.standin.test", R"({"webrtcHost": "192.0.2.1"})").status(),
      422);
  EXPECT_EQ(
      site.admin("PUT", "/admin/webphone/phone.standin.test", R"({"webrtcHost": "192.0.2.1:443"})").status(),
      422);
  site.set_brand(R"({"webrtcHost": "sip.example.com"})");
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov").value.at("sipUser").at("wsServer"),
            "wss://sip.example.com");
}

TEST(WebSession, WP_MENU_TPL_1_2_and_WP_MENU_IFRAME_1_custom_pages) {
  VirtualSite site;
  site.log_in();
  const Seen mine = site.ask("GET", "/api/softphone/page/custom");
  EXPECT_NE(mine.text("html").find("<h1>Hello User 1000</h1>"), std::string::npos);
  EXPECT_EQ(mine.value.at("container"), true);
  site.log_in("1001");
  EXPECT_NE(site.ask("GET", "/api/softphone/page/custom").text("html"), mine.text("html"));
  site.set_brand(R"({"template": 2})");
  EXPECT_EQ(site.ask("GET", "/api/softphone/page/custom").value.at("container"), false);
}

TEST(WebSession, the_cli_of_an_account_is_told_and_may_be_called_from) {
  VirtualSite site;
  site.exchange.caller_ids["1000"] = "+4420";
  site.log_in();
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov").value.at("sipUser").at("cli"), "+4420");
  const Seen users = site.admin("GET", "/admin/switch/user?username=1000");
  const std::string id = std::to_string(users.value.at(0).at("id").as_int64());
  EXPECT_EQ(site.admin("PUT", "/admin/switch/user/" + id, R"({"cli": "+4421"})").status(), 200);
  EXPECT_EQ(site.exchange.caller_ids["1000"], "+4421");
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov").value.at("sipUser").at("cli"), "+4421");
}

TEST(WebSession, settings_bring_rows_of_their_own) {
  WebSettings web;
  web.brand = R"({"flags": ["AUTO_ANSWER"]})";
  web.rows =
      R"({"button": [{"id": 45, "label": "Other"}, {"id": 9000, "label": "Answer", "fn": "answerCall"}],
                 "webphone": [{"domain": "Third.Standin.Test", "brandName": "Third", "flags": "BALANCE, EDIT_SETTINGS"},
                              {"domain": "second.phone.standin.test", "brandName": "Renamed"}]})";
  EXPECT_EQ(web_settings_fault(R"({"rows": )" + web.rows + "}"), std::nullopt);
  VirtualSite site({}, web);
  const auto look = [&] {
    EXPECT_EQ(site.ask("GET", "/api/softphone/config", {}, {{"Host", "third.standin.test"}})
                  .value.at("flags")
                  .as_array()
                  .size(),
              2U);
    EXPECT_EQ(site.ask("GET", "/api/softphone/config", {}, {{"Host", "second.phone.standin.test"}})
                  .value.at("brandName"),
              "Renamed");
    site.log_in();
    EXPECT_EQ(site.ask("GET", "/api/softphone/button/45").value.at("label"), "Other");
    EXPECT_EQ(site.ask("GET", "/api/softphone/button/9000").value.at("placement"), "agent");
    EXPECT_EQ(site.ask("GET", "/api/softphone/prov").value.at("flags").at(0), "AUTO_ANSWER");
  };
  look();
  EXPECT_EQ(site.admin("POST", "/admin/reset").status(), 204);
  look();
}

TEST(WebSession, settings_that_cannot_be_are_told_before_they_are_needed) {
  EXPECT_EQ(web_settings_fault("true"), std::nullopt);
  EXPECT_EQ(web_settings_fault(R"({"brand": {"flags": ["BALANCE"]}, "login_delay_ms": 5})"), std::nullopt);
  const std::pair<const char*, const char*> faults[] = {
      {"[]", "web must be true, false or an object"},
      {R"({"brnd": {}})", "did you mean \"brand\"?"},
      {R"({"brand": {"colour": "red"}})", "web.brand: webphone has no colour"},
      {R"({"rows": []})", "web.rows must be an object"},
      {R"({"rows": {"buttons": []}})", "web.rows: there is no table \"buttons\""},
      {R"({"rows": {"button": {}}})", "web.rows: button must be a list of rows"},
      {R"({"rows": {"button": [45]}})", "web.rows: a row of button must be an object"},
      {R"({"rows": {"button": [{"id": 45, "size": 3}]}})", "web.rows: button: button has no size"},
      {R"({"rows": {"switch/user": [{"username": "1"}]}})", "web.rows: SIP users are the accounts"},
  };
  for (const auto& [json, expected] : faults)
    EXPECT_NE(web_settings_fault(json).value_or("").find(expected), std::string::npos)
        << json << ": " << web_settings_fault(json).value_or("nothing");
}

}  // namespace
}  // namespace cxload::standin::web
