// Sign-up, money, contacts, voicemail.
#include <algorithm>

#include "../../src/standin/media/port.hpp"
#include "../../src/standin/web/json.hpp"
#include "../../src/standin/web/mailroom.hpp"
#include "web_harness.hpp"

namespace cxload::standin::web {
namespace {

double balance(VirtualSite& site) {
  return site.ask("GET", "/api/portal/balance").value.at("balance").to_number<double>();
}

/// What two rows say beside their ids and times.
json::array bare(const json::array& rows) {
  json::array kept = rows;
  for (json::value& row : kept)
    for (const char* key : {"id", "created", "signed", "signed_by", "customer_id"})
      row.as_object().erase(key);
  return kept;
}

json::array of_template(VirtualSite& site, const std::string& table) {
  return bare(site.admin("GET", "/admin/" + table + "?customer_id=3").array());
}

TEST(WebSignup, WP_SIGNUP_1_a_newcomer_can_log_in_and_register) {
  VirtualSite site;
  const Seen made = site.sign_up("newton");
  ASSERT_EQ(made.status(), 201) << made.reply.body;
  EXPECT_EQ(site.exchange.accounts["newton"], "secret-newton");
  site.log_in("newton");
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov").value.at("sipUser").at("displayName"), "New Customer");
  site.token.clear();
  EXPECT_EQ(
      site.ask("POST", "/api/portal/login", R"({"email": "newton@new.example", "password": "secret-newton"})")
          .status(),
      200);
}

TEST(WebSignup, WP_TMPL_PAY_1_2_3_the_credit_is_exact_and_on_time) {
  VirtualSite site;
  site.pass(std::chrono::hours(5));
  const Seen made = site.sign_up("newton");
  const auto& payments = made.value.at("payments").as_array();
  ASSERT_EQ(payments.size(), 2u);
  EXPECT_DOUBLE_EQ(payments[0].at("total").to_number<double>(), 5.0);
  EXPECT_EQ(payments[0].at("status"), "Completed");
  for (const json::value& payment : payments) EXPECT_EQ(payment.at("created"), key_of(to_iso(site.wall)));
  site.log_in("newton");
  EXPECT_DOUBLE_EQ(balance(site), 5.0);  // what is pending does not count
}

TEST(WebSignup, WP_TMPL_FIELD_1_WP_TMPL_ROUTE_1_WP_TMPL_ALERT_1_WP_TMPL_PKG_1_WP_TMPL_CONTR_1_are_copied) {
  VirtualSite site;
  ASSERT_EQ(site.sign_up("newton").status(), 201);
  site.log_in("newton");
  const Seen customer = site.ask("GET", "/api/portal/customer");
  EXPECT_DOUBLE_EQ(customer.value.at("debit_limit").to_number<double>(), 25.0);
  EXPECT_EQ(customer.value.at("channels"), 4);
  EXPECT_EQ(customer.value.at("flow_speed"), 2);
  EXPECT_EQ(customer.text("name"), "New Customer");
  for (const auto& [path, table] : std::map<std::string, std::string>{
           {"routes", "route"}, {"alerts", "alert"}, {"packages", "package"}, {"contracts", "contract"}})
    EXPECT_EQ(bare(site.ask("GET", "/api/portal/" + path).array()), of_template(site, table)) << path;
  EXPECT_TRUE(site.ask("GET", "/api/portal/contracts").array().front().at("signed").is_null());
}

TEST(WebSignup, WP_TMPL_ISO_1_copies_are_nobody_elses) {
  VirtualSite site;
  ASSERT_EQ(site.sign_up("newton").status(), 201);
  const auto mine = site.admin("GET", "/admin/route").array().back().at("id").as_int64();
  EXPECT_EQ(site.admin("PUT", "/admin/route/" + std::to_string(mine), R"({"rate": 9})").status(), 200);
  for (const json::value& route : of_template(site, "route"))
    EXPECT_LT(route.at("rate").to_number<double>(), 1);
}

TEST(WebSignup, WP_SIGNUP_2_the_flag_off_refuses_and_existing_users_log_in) {
  VirtualSite site;
  site.host = "second.phone.standin.test";
  EXPECT_EQ(site.ask("GET", "/api/softphone/config").value.at("registerEnabled"), false);
  EXPECT_EQ(site.sign_up("newton").status(), 403);
  EXPECT_EQ(site.try_login("1009", "pw-1009").status(), 200);
  EXPECT_FALSE(site.exchange.accounts.contains("newton"));
}

TEST(WebSignup, WP_SIGNUP_4_and_5_the_html_byte_for_byte_and_only_after_success) {
  VirtualSite site;
  const std::string html = "<p class=\"x\">Grüße &amp; 'hello'</p>\n<script>1 < 2</script>";
  site.set_brand(json::serialize(json::object{{"registerSuccessHtml", html}}));
  EXPECT_EQ(site.sign_up("newton").text("successHtml"), html);
  EXPECT_EQ(site.sign_up("newton").reply.body.find("Grüße"), std::string::npos);
}

TEST(WebSignup, WP_SIGNUP_6_duplicates_and_bad_input) {
  VirtualSite site;
  EXPECT_EQ(site.sign_up("1000").status(), 409);
  EXPECT_EQ(site.sign_up("newton", "ann@acme.example").status(), 409);
  EXPECT_FALSE(site.exchange.accounts.contains("newton"));
  const auto post = [&](const std::string& body) {
    return site.ask("POST", "/api/softphone/register", body).status();
  };
  EXPECT_EQ(post("{}"), 422);
  EXPECT_EQ(post(R"({"name": "x", "email": "a@b.c", "username": "newton", "password": ""})"), 422);
  EXPECT_EQ(post(R"({"name": "x", "email": "a@b.c", "username": "new ton", "password": "secret"})"), 422);
  EXPECT_EQ(post(R"({"name": "x", "email": "none", "username": "newton", "password": "secret"})"), 422);
  EXPECT_EQ(post(R"({"name": "x", "email": "a@b.c", "username": 7, "password": "secret"})"), 422);
  EXPECT_EQ(post(R"({"name":"x","email":"a@b.c","username":"newton","password":"secret","currency":"ZZZ"})"),
            422);
}

TEST(WebSignup, two_identical_ones_make_one_account) {
  VirtualSite site;
  const std::size_t customers = site.admin("GET", "/admin/customer").array().size();
  EXPECT_EQ(site.sign_up("newton").status(), 201);
  const Seen second = site.sign_up("newton");
  EXPECT_EQ(second.status(), 409);
  EXPECT_EQ(second.text("error"), "Duplicate User Detected");
  EXPECT_EQ(site.admin("GET", "/admin/customer").array().size(), customers + 1);
  EXPECT_EQ(site.admin("GET", "/admin/payment").array().size(), 6u);
}

TEST(WebSignup, a_sign_up_that_breaks_half_way_leaves_nothing) {
  VirtualSite site;
  site.site().store().database().run_script(
      "CREATE TRIGGER stop BEFORE INSERT ON package BEGIN SELECT RAISE(ABORT, 'no'); END;");
  EXPECT_NE(site.sign_up("newton").status(), 201);
  EXPECT_FALSE(site.exchange.accounts.contains("newton"));
  EXPECT_EQ(site.admin("GET", "/admin/customer").array().size(), 4u);
  EXPECT_EQ(site.admin("GET", "/admin/switch/user?username=newton").array().size(), 0u);
}

TEST(WebSignup, WP_TMPL_NONE_1_without_a_template_the_customer_is_bare) {
  VirtualSite site;
  site.set_brand(R"({"templateCustomer": null})");
  EXPECT_EQ(site.sign_up("newton").value.at("payments").as_array().size(), 0u);
  site.log_in("newton");
  EXPECT_DOUBLE_EQ(balance(site), 0);
}

std::string order(const std::string& method, double amount, const std::string& token,
                  const std::string& currency = "USD") {
  return json::serialize(
      json::object{{"method", method}, {"amount", amount}, {"currency", currency}, {"token", token}});
}

TEST(WebMoney, WP_FLAG_PAY_2_phone_and_portal_do_the_same) {
  for (const std::string door : {"softphone", "portal"}) {
    VirtualSite site;
    site.log_in();
    const std::string path = "/api/" + door + "/payment";
    const Seen paid = site.ask("POST", path, order("stripe", 10, "tok_ok"));
    EXPECT_EQ(paid.text("status"), "Completed");
    EXPECT_DOUBLE_EQ(paid.value.at("balance").to_number<double>(), 35.5);
    EXPECT_EQ(site.ask("POST", path, order("stripe", 10, "tok_decline")).status(), 402);
    EXPECT_EQ(site.ask("POST", path, order("stripe", 10, "tok_pending")).text("status"), "Pending");
    EXPECT_EQ(site.ask("POST", path, order("bank", 10, "")).text("status"), "Pending");
    EXPECT_EQ(site.ask("POST", path, order("stripe", 0.5, "tok_ok")).status(), 422);
    EXPECT_EQ(site.ask("POST", path, order("stripe", -5, "tok_ok")).status(), 422);
    EXPECT_EQ(site.ask("POST", path, order("stripe", 1e300, "tok_ok")).status(), 422);
    EXPECT_EQ(site.ask("POST", path, order("stripe", 10, "tok_ok", "JPY")).status(), 422);
    EXPECT_EQ(site.ask("POST", path, order("cash", 10, "tok_ok")).status(), 422);
    EXPECT_DOUBLE_EQ(balance(site), 35.5);
  }
}

TEST(WebMoney, WP_FLAG_PAY_3_none_without_the_flag) {
  VirtualSite site;
  site.log_in("1009");
  site.host = "second.phone.standin.test";
  EXPECT_EQ(site.ask("POST", "/api/softphone/payment", order("stripe", 10, "tok_ok")).status(), 403);
  EXPECT_EQ(site.ask("POST", "/api/softphone/voucher", R"({"code": "WELCOME5"})").status(), 403);
}

TEST(WebMoney, vouchers_work_once_and_in_their_currency) {
  VirtualSite site;
  site.log_in();
  const Seen used = site.ask("POST", "/api/softphone/voucher", R"({"code": "WELCOME5"})");
  EXPECT_EQ(used.status(), 200) << used.reply.body;
  EXPECT_DOUBLE_EQ(used.value.at("balance").to_number<double>(), 30.5);
  EXPECT_EQ(site.ask("POST", "/api/softphone/voucher", R"({"code": "WELCOME5"})").status(), 409);
  EXPECT_EQ(site.ask("POST", "/api/softphone/voucher", R"({"code": "EURO10"})").status(), 422);
  EXPECT_EQ(site.ask("POST", "/api/softphone/voucher", R"({"code": "none"})").status(), 404);
  EXPECT_DOUBLE_EQ(balance(site), 30.5);
}

TEST(WebContacts, WP_PB_1_to_9_the_phonebook_of_the_customer) {
  VirtualSite site;
  site.log_in();
  const std::string book = "/admin/customer/1/phonebook";
  EXPECT_EQ(site.ask("GET", "/api/softphone/contact").array().size(), 2u);
  EXPECT_EQ(site.admin("POST", book, R"({"organization": "no name"})").status(), 422);
  const Seen made = site.admin("POST", book, R"({"name": "New"})");
  ASSERT_EQ(made.status(), 201);
  const std::string numbers = book + "/" + std::to_string(made.value.at("id").as_int64()) + "/number";
  EXPECT_EQ(site.admin("POST", numbers, R"({"name": "Work"})").status(), 422);
  EXPECT_EQ(site.admin("POST", numbers, R"({"number": "160"})").status(), 422);
  EXPECT_EQ(site.admin("POST", numbers, R"({"name": "Work", "number": "160"})").status(), 201);
  EXPECT_EQ(site.admin("POST", numbers, R"({"name": "Home", "number": "161", "extension": "7"})").status(),
            201);
  const Seen list = site.ask("GET", "/api/softphone/contact");
  const json::value& shown = list.array().back();
  EXPECT_EQ(shown.at("name"), "New");
  EXPECT_EQ(shown.at("source"), "server");
  EXPECT_EQ(shown.at("numbers").as_array().size(), 2u);
  EXPECT_EQ(shown.at("numbers").as_array()[1].at("extension"), "7");
  site.log_in("1009");
  EXPECT_EQ(site.ask("GET", "/api/softphone/contact").array().size(), 1u);
  const std::string entry = "/admin/phonebook/" + std::to_string(made.value.at("id").as_int64());
  EXPECT_EQ(site.admin("PUT", entry, R"({"name": "Renamed"})").status(), 200);
  site.log_in("1001");
  EXPECT_EQ(site.ask("GET", "/api/softphone/contact").array().back().at("name"), "Renamed");
  EXPECT_EQ(site.admin("DELETE", entry).status(), 204);
  EXPECT_EQ(site.ask("GET", "/api/softphone/contact").array().size(), 2u);
}

void leave(VirtualSite& site, const std::string& user, std::size_t samples) {
  site.site().deposit({user, "1001", "call-7@example", std::vector<std::int16_t>(samples, 1234)}, site.wall);
}

TEST(WebVoicemail, WP_VM_1_2_3_4_listed_with_caller_call_id_duration_and_time) {
  VirtualSite site;
  leave(site, "1000", 2 * recording_rate);
  site.log_in();
  const Seen list = site.ask("GET", "/api/softphone/voicemail");
  ASSERT_EQ(list.array().size(), 1u);
  const json::value& mail = list.array().front();
  EXPECT_EQ(mail.at("caller"), "1001");
  EXPECT_EQ(mail.at("call_id"), "call-7@example");
  EXPECT_DOUBLE_EQ(mail.at("duration").to_number<double>(), 2.0);
  EXPECT_EQ(mail.at("created"), key_of(to_iso(site.wall)));
  EXPECT_EQ(mail.at("read"), false);
}

TEST(WebVoicemail, WP_VM_5_6_played_whole_or_in_part_and_downloaded) {
  VirtualSite site;
  leave(site, "1000", recording_rate);
  site.log_in();
  const std::string path =
      "/api/softphone/voicemail/" +
      std::string(site.ask("GET", "/api/softphone/voicemail").array().front().at("id").as_string().c_str()) +
      "/audio";
  const Seen whole = site.ask("GET", path);
  EXPECT_EQ(whole.reply.find("content-type"), "audio/wav");
  ASSERT_EQ(whole.reply.body.size(), 44 + 2 * recording_rate);
  EXPECT_EQ(whole.reply.body.substr(0, 4), "RIFF");
  const auto part = [&](const std::string& range) {
    return site.ask("GET", path, {}, {{"Range", range}}).reply;
  };
  EXPECT_EQ(part("bytes=0-3").body, "RIFF");
  EXPECT_EQ(part("bytes=0-3").status, 206);
  EXPECT_EQ(part("bytes=0-3").find("content-range"), "bytes 0-3/16044");
  EXPECT_EQ(part("bytes=16040-").body.size(), 4u);
  EXPECT_EQ(part("bytes=-4").body.size(), 4u);
  EXPECT_EQ(part("bytes=-99999").body.size(), whole.reply.body.size());
  EXPECT_EQ(part("bytes=99999-").status, 416);
  for (const char* odd : {"bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,4-5", "bytes=-"})
    EXPECT_EQ(part(odd).status, 200) << odd;
  EXPECT_TRUE(
      site.ask("GET", path + "?download=1").reply.find("content-disposition")->starts_with("attachment"));
  EXPECT_EQ(site.ask("GET", "/api/softphone/voicemail").array().front().at("read"), true);
}

TEST(WebVoicemail, WP_VM_7_8_only_for_its_user_who_may_delete_it) {
  VirtualSite site;
  leave(site, "1000", 100);
  site.log_in();
  const std::string path =
      "/api/softphone/voicemail/" +
      std::string(site.ask("GET", "/api/softphone/voicemail").array().front().at("id").as_string().c_str());
  site.log_in("1001");
  EXPECT_EQ(site.ask("GET", "/api/softphone/voicemail").array().size(), 0u);
  EXPECT_EQ(site.ask("GET", path + "/audio").status(), 404);
  EXPECT_EQ(site.ask("DELETE", path).status(), 404);
  site.token.clear();
  EXPECT_EQ(site.ask("GET", path + "/audio").status(), 401);
  site.log_in();
  EXPECT_EQ(site.site().count_messages("1000").unheard, 1u);
  EXPECT_EQ(site.ask("DELETE", path).status(), 204);
  EXPECT_EQ(site.exchange.told, std::vector<std::string>{"1000"});
  EXPECT_EQ(site.site().count_messages("1000").unheard, 0u);
}

TEST(WebVoicemail, a_mailbox_is_bounded_and_belongs_to_whom_it_was_given) {
  VirtualSite site;
  for (int i = 0; i < 210; ++i) leave(site, "1000", 1);
  EXPECT_EQ(site.site().count_messages("1000").unheard, 200u);
  EXPECT_FALSE(site.site().answers_after("1000"));
  site.log_in();
  const auto id = site.admin("GET", "/admin/switch/user?username=1000").array().front().at("id").as_int64();
  EXPECT_EQ(site.admin("PUT", "/admin/switch/user/" + std::to_string(id),
                       R"({"voicemail": true, "voicemail_after_ms": 5000})")
                .status(),
            200);
  EXPECT_EQ(site.site().answers_after("1000"), std::chrono::seconds(5));
}

}  // namespace
}  // namespace cxload::standin::web
