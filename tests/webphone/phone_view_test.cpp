/// What a person sees: titles, flags, settings, balance; the dial pad's debug code.
#include <string>

#include <cxload/webphone/phone_view.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::has_only;

Provisioning phone(std::initializer_list<Flag> flags = {}) {
  Provisioning prov;
  prov.brand_name = "Acme Phone";
  prov.currency = "USD";
  prov.uuid = "744ca4c6 / d826e5d";
  prov.balance = Money::parse("5");
  prov.menu = {{"home", "Home", "/", "mdi-home", 1}};
  prov.payment_methods = {{"stripe", "Credit Card", {"USD"}, {}, "pk"}};
  prov.sip_user = {"Alice", "31201", "1001", "hunter2", {"wss://sip.test.example"}, "sip.test.example"};
  for (const Flag flag : flags) prov.flags.add(flag);
  return prov;
}

TEST(PhoneViewTest, WP_FLAG_UUID_1_WP_FLAG_UUID_2_ShownUnlessHidden) {
  EXPECT_EQ(view_of(phone()).uuid, "744ca4c6 / d826e5d");
  EXPECT_FALSE(view_of(phone({Flag::hide_uuid})).uuid);
}

TEST(PhoneViewTest, WP_FLAG_RIGHT_1_TheDrawerChangesItsSide) {
  EXPECT_EQ(view_of(phone()).drawer, Side::left);
  EXPECT_EQ(view_of(phone({Flag::menu_right})).drawer, Side::right);
}

TEST(PhoneViewTest, WP_FLAG_BAL_1_TheBalanceOfTheAccount) {
  EXPECT_EQ(view_of(phone({Flag::balance})).balance, "5.00 USD");
  Findings findings;
  judge_flags(phone({Flag::balance, Flag::accept_payment}), Money::parse("5.00"), findings);
  EXPECT_TRUE(findings.empty());
  judge_flags(phone({Flag::balance, Flag::accept_payment}), Money::parse("4.99"), findings);
  EXPECT_TRUE(has_only(findings, "WP-FLAG-BAL-1"));
}

TEST(PhoneViewTest, WP_FLAG_BAL_2_NoBalanceWithoutTheFlag) {
  EXPECT_FALSE(view_of(phone()).balance);
  Findings findings;
  judge_flags(phone({Flag::accept_payment}), std::nullopt, findings);
  EXPECT_TRUE(has_only(findings, "WP-FLAG-BAL-2"));
}

TEST(PhoneViewTest, WP_NAV_SET_1_SettingsShowEverythingButThePassword) {
  std::string text;
  for (const Setting& one : view_of(phone()).settings) text += one.name + "=" + one.value + "\n";
  for (const char* shown : {"Alice", "1001", "sip.test.example", "31201", "wss://sip.test.example"})
    EXPECT_NE(text.find(shown), std::string::npos) << shown;
  EXPECT_EQ(text.find("hunter2"), std::string::npos);
}

TEST(PhoneViewTest, WP_NAV_SET_2_WP_FLAG_EDIT_1_ReadOnlyWithoutTheFlag) {
  EXPECT_FALSE(view_of(phone()).settings_editable);
  EXPECT_TRUE(view_of(phone({Flag::edit_settings})).settings_editable);
}

TEST(PhoneViewTest, WP_FLAG_REG_1_SignUpOnlyWithTheFlag) {
  EXPECT_FALSE(view_of(phone(), false).offers_sign_up);
  EXPECT_TRUE(view_of(phone({Flag::register_accounts}), false).offers_sign_up);
}

TEST(PhoneViewTest, WP_FLAG_TITLE_1_UsernameAsTitleAfterLogin) {
  EXPECT_EQ(view_of(phone()).title, "Acme Phone");
  EXPECT_EQ(view_of(phone({Flag::title_username})).title, "1001");
  EXPECT_EQ(view_of(phone({Flag::title_username}), false).title, "Acme Phone");
}

TEST(PhoneViewTest, WP_FLAG_PAY_1_WP_FLAG_PAY_3_PaymentsOnlyWithTheFlag) {
  EXPECT_TRUE(view_of(phone()).payments.empty());
  EXPECT_EQ(view_of(phone({Flag::accept_payment})).payments.size(), 1U);
  Findings findings;
  judge_flags(phone({Flag::balance}), std::nullopt, findings);
  EXPECT_TRUE(has_only(findings, "WP-FLAG-PAY-3"));
}

TEST(PhoneViewTest, WP_FLAG_ANS_1_WP_FLAG_ANS_2_AutoAnswer) {
  EXPECT_FALSE(view_of(phone()).answers_by_itself);
  EXPECT_TRUE(view_of(phone({Flag::auto_answer})).answers_by_itself);
}

TEST(PhoneViewTest, WP_NAV_1_TheFooterIsTheMenuOnceLoggedIn) {
  EXPECT_EQ(view_of(phone()).footer.size(), 1U);
  EXPECT_TRUE(view_of(phone(), false).footer.empty());
}

TEST(PhoneViewTest, WP_CFG_BRAND_2_TheAccountsNameIsNowhere) {
  Findings findings;
  judge_deployment(phone(), {"Zebra Holdings", "Acme Phone", "sip.test.example"}, findings);
  EXPECT_TRUE(findings.empty());
  Provisioning prov = phone();
  prov.menu[0].title = "Zebra Holdings Home";
  judge_deployment(prov, {"Zebra Holdings", "Acme Phone", ""}, findings);
  EXPECT_TRUE(has_only(findings, "WP-CFG-BRAND-2"));
}

TEST(PhoneViewTest, WP_CFG_BRAND_1_WP_SIG_REG_3_WP_CFG_HOST_1_AsConfigured) {
  Findings findings;
  judge_deployment(phone(), {"", "Other Phone", ""}, findings);
  EXPECT_TRUE(has_only(findings, "WP-CFG-BRAND-1"));
  Findings of_host;
  judge_deployment(phone(), {"", "", "SIP.test.example"}, of_host);
  EXPECT_TRUE(of_host.empty());
  judge_deployment(phone(), {"", "", "other.example"}, of_host);
  EXPECT_TRUE(has_only(of_host, "WP-SIG-REG-3"));
}

TEST(DialPadTest, WP_DBG_1_WP_DBG_2_TheCodeSwitchesDebuggingOn) {
  DialPad pad;
  for (const char key : std::string("*#0*")) pad.press(key);
  EXPECT_FALSE(pad.is_debugging());
  pad.press('#');
  EXPECT_TRUE(pad.is_debugging());
}

TEST(DialPadTest, WP_DBG_3_TheCodeIsNotDialled) {
  DialPad pad;
  for (const char key : std::string("*#0*#")) pad.press(key);
  EXPECT_TRUE(pad.entered().empty());
  EXPECT_FALSE(pad.dial());
  for (const char key : std::string("1a6 0")) pad.press(key);
  EXPECT_EQ(pad.dial(), "160");
  EXPECT_FALSE(pad.dial());
}

TEST(DialPadTest, WP_DBG_4_ASecondEntryLeavesItOn) {
  DialPad pad;
  for (const char key : std::string("*#0*#*#0*#")) pad.press(key);
  EXPECT_TRUE(pad.is_debugging());
}

}  // namespace
}  // namespace cxload::webphone
