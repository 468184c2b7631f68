/// What the portal sends after login: read with tolerance, judged by the rules, bounded.
#include <string>

#include <cxload/webphone/provisioning.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::has_only;
using samples::json;

constexpr std::string_view sample = R"({"brandName":"Acme Phone",
  "menu":[{"id":"home","title":"Home","url":"/","icon":"mdi-home","order":1},
          {"id":"dialpad","title":"Dialpad","url":"/dialpad","icon":"mdi-dialpad","order":2}],
  "currency":"USD","flags":["BALANCE","EDIT_SETTINGS","TITLE_USERNAME"],
  "codec":{"delete":["pcm.*","opus.*"],"priority":["red.*"]},"setup":true,
  "paymentMethods":{"stripe":{"label":"Credit Card","currencies":["usd","Eur"],"min_payment":0.5,"key":"pk_test_x"}},
  "balance":5.0,"uuid":"744ca4c6 / d826e5d","push":{"vapidPublicKey":"BKey"},
  "sipUser":{"displayName":"Alice","cli":null,"username":"1001","password":"pw",
             "wsServer":"wss://sip.test.example","realm":"sip.test.example"}})";

/// The sample with `member` replaced or added.
Outcome<Provisioning> with(std::string_view member, std::string_view value) {
  return read_provisioning(json(sample).set(member, json(value)));
}

TEST(ProvisioningTest, WP_LOGIN_1_TheKnownObjectIsReadWithoutFindings) {
  const auto prov = parse_provisioning(sample);
  ASSERT_TRUE(prov.has_value());
  EXPECT_TRUE(prov->findings.empty());
  EXPECT_EQ(prov->brand_name, "Acme Phone");
  EXPECT_EQ(prov->menu.size(), 2U);
  EXPECT_TRUE(prov->flags.has(Flag::balance) && prov->flags.has(Flag::edit_settings) &&
              prov->flags.has(Flag::title_username));
  EXPECT_FALSE(prov->flags.has(Flag::auto_answer));
  EXPECT_EQ(prov->codec, (CodecRules{{"pcm.*", "opus.*"}, {"red.*"}}));
  EXPECT_TRUE(prov->setup);
  EXPECT_EQ(prov->balance, Money::parse("5"));
  ASSERT_EQ(prov->payment_methods.size(), 1U);
  EXPECT_EQ(prov->payment_methods[0].currencies, (std::vector<std::string>{"USD", "EUR"}));
  EXPECT_EQ(prov->payment_methods[0].min_payment, Money::parse("0.50"));
  EXPECT_EQ(prov->sip_user.username, "1001");
  EXPECT_EQ(prov->sip_user.password, "pw");
  EXPECT_EQ(prov->sip_user.ws_servers, std::vector<std::string>{"wss://sip.test.example"});
  EXPECT_TRUE(prov->sip_user.cli.empty());
  EXPECT_EQ(prov->uuid, "744ca4c6 / d826e5d");
  EXPECT_EQ(prov->vapid_public_key, "BKey");
  EXPECT_FALSE(prov->has_buttons);
}

TEST(ProvisioningTest, WP_LOGIN_1_WithoutCredentialsItIsNone) {
  for (const char* user :
       {"null", "[]", "{}", R"({"username":"1001"})", R"({"username":"","wsServer":"wss://a"})",
        R"({"username":"1001","wsServer":"sip.example"})", R"({"username":"1001","wsServer":"wss://"})",
        R"({"username":"1001","wsServer":"wss://good@evil.example"})"}) {
    const auto prov = with("sipUser", user);
    ASSERT_FALSE(prov.has_value()) << user;
    EXPECT_EQ(prov.error().kind, "http.shape");
  }
  const auto prov = with("sipUser", R"({"username":"1001","wsServer":"wss://sip.example"})");
  EXPECT_TRUE(prov->findings.has("WP-LOGIN-1")) << "no password";
  EXPECT_EQ(prov->sip_user.realm, "sip.example");
}

TEST(ProvisioningTest, WP_SIG_REG_3_SeveralServersInTheirOrder) {
  const auto prov = with(
      "sipUser",
      R"({"username":"1","password":"p","realm":"r","wsServer":"wss://a.example, wss://b.example:8443/ws"})");
  EXPECT_EQ(prov->sip_user.ws_servers,
            (std::vector<std::string>{"wss://a.example", "wss://b.example:8443/ws"}));
}

TEST(ProvisioningTest, WP_SIG_WS_4_ClearTextSignallingIsRefused) {
  EXPECT_EQ(with("sipUser", R"({"username":"1","password":"p","wsServer":"ws://a.example"})").error().kind,
            "http.shape");
  const auto prov =
      with("sipUser",
           R"({"username":"1","password":"p","realm":"r","wsServer":"ws://a.example,wss://b.example"})");
  EXPECT_EQ(prov->sip_user.ws_servers, std::vector<std::string>{"wss://b.example"});
  EXPECT_TRUE(has_only(prov->findings, "WP-SIG-WS-4"));
}

TEST(ProvisioningTest, WP_DOM_B_4_WebRtcHostIsAName) {
  for (const char* url : {"wss://192.0.2.1", "wss://192.0.2.1:443/", "wss://[2001:db8::1]"}) {
    const auto prov = with(
        "sipUser", std::string(R"({"username":"1","password":"p","realm":"r","wsServer":")") + url + "\"}");
    EXPECT_TRUE(has_only(prov->findings, "WP-DOM-B-4")) << url;
  }
}

TEST(ProvisioningTest, WP_CFG_BRAND_1_ABrandIsThere) {
  EXPECT_TRUE(has_only(with("brandName", "null")->findings, "WP-CFG-BRAND-1"));
}

TEST(ProvisioningTest, WP_MENU_TITLE_1_WP_MENU_ICON_1_ItemsHaveTitleAndMaterialIcon) {
  const auto prov =
      with("menu",
           R"([{"id":"a","url":"/a","icon":"mdi-home"},{"id":"b","title":"B","url":"/b","icon":"fa-copy"}])");
  EXPECT_EQ(prov->menu.size(), 2U);
  EXPECT_EQ(prov->findings.all().size(), 2U);
  EXPECT_TRUE(prov->findings.has("WP-MENU-TITLE-1") && prov->findings.has("WP-MENU-ICON-1"));
}

TEST(ProvisioningTest, WP_MENU_POS_1_OrderedByPosition) {
  const auto prov = with("menu", R"([{"id":"b","title":"B","url":"/b","icon":"mdi-b","order":2},)"
                                 R"({"id":"a","title":"A","url":"/a","icon":"mdi-a","order":1}])");
  EXPECT_EQ(prov->menu[0].id, "a");
  EXPECT_TRUE(has_only(prov->findings, "WP-MENU-POS-1"));
}

TEST(ProvisioningTest, WP_MENU_POS_2_DisabledItemsAreLeftOut) {
  for (const char* mark : {R"("order":"Disabled")", R"("disabled":true)"}) {
    const auto prov =
        with("menu", std::string(R"([{"id":"a","title":"A","url":"/a","icon":"mdi-a",)") + mark + "}]");
    EXPECT_TRUE(prov->menu.empty());
    EXPECT_TRUE(has_only(prov->findings, "WP-MENU-POS-2"));
  }
}

TEST(ProvisioningTest, WP_MENU_POS_3_EqualPositionsKeepTheirOrder) {
  const auto prov = with("menu", R"([{"id":"b","title":"B","url":"/b","icon":"mdi-b","order":1},)"
                                 R"({"id":"a","title":"A","url":"/a","icon":"mdi-a","order":1}])");
  EXPECT_EQ(prov->menu[0].id, "b");
  EXPECT_TRUE(has_only(prov->findings, "WP-MENU-POS-3"));
  EXPECT_FALSE(prov->findings.has_fault());
}

TEST(ProvisioningTest, WP_NAV_1_HostileMenus) {
  EXPECT_TRUE(with("menu", "null")->findings.has("WP-NAV-1"));
  EXPECT_TRUE(with("menu", "{}")->findings.has("WP-NAV-1"));
  EXPECT_TRUE(with("menu", "[1,null]")->menu.empty());
  const auto prov = with(
      "menu", R"([{"id":"x","title":"<img src=x onerror=alert(1)>","url":"javascript:x","icon":"mdi-x"}])");
  EXPECT_TRUE(prov->menu.empty());
  EXPECT_TRUE(read_provisioning(json(sample).set("menu", Json(Json::List(51))))->findings.has("WP-NAV-1"));
}

TEST(ProvisioningTest, WP_SEC_MIX_1_NoClearTextPages) {
  const auto prov = with("menu", R"([{"id":"x","title":"X","url":"http://x.example/","icon":"mdi-x"}])");
  EXPECT_TRUE(has_only(prov->findings, "WP-SEC-MIX-1"));
}

TEST(ProvisioningTest, WP_FLAG_UUID_2_UnknownFlagsAreReportedOnly) {
  const auto prov = with("flags", R"(["hide_uuid","SOMETHING_NEW",7])");
  EXPECT_TRUE(prov->flags.has(Flag::hide_uuid)) << "case does not count";
  EXPECT_EQ(prov->findings.all().size(), 2U);
  EXPECT_FALSE(prov->findings.has_fault());
  EXPECT_TRUE(with("flags", R"("BALANCE")")->findings.has_fault());
}

TEST(ProvisioningTest, WP_CODEC_DEL_8_ATextAreaIsSplit) {
  EXPECT_EQ(with("codec", R"({"delete":"G722\npcm.*, cn.*\n"})")->codec.remove,
            (std::vector<std::string>{"G722", "pcm.*", "cn.*"}));
  const auto wrong = with("codec", R"({"delete":[1,"G722"],"priority":{}})");
  EXPECT_EQ(wrong->codec.remove, std::vector<std::string>{"G722"});
  EXPECT_EQ(wrong->findings.all().size(), 2U);
}

TEST(ProvisioningTest, WP_FLAG_BAL_1_ABalanceIsAnAmount) {
  EXPECT_TRUE(has_only(with("balance", R"("a lot")")->findings, "WP-FLAG-BAL-1"));
}

TEST(ProvisioningTest, WP_FLAG_ANS_1_TheFlagCountsNotItsMirror) {
  const auto prov = with("autoAnswer", "true");
  EXPECT_FALSE(prov->answers_by_itself());
  EXPECT_TRUE(has_only(prov->findings, "WP-FLAG-ANS-1"));
  EXPECT_TRUE(with("flags", R"(["AUTO_ANSWER"])")->answers_by_itself());
}

TEST(ProvisioningTest, WP_CSS_2_CssThatBreaksOut) {
  EXPECT_TRUE(has_only(with("css", R"("a{} </STYLE><script>")")->findings, "WP-CSS-2"));
  EXPECT_EQ(with("css", R"("a{color:red}")")->css, "a{color:red}") << "WP-CSS-1";
}

TEST(ProvisioningTest, WP_BTN_LIST_1_ButtonsMayComeAlong) {
  const auto prov = with("buttons", "[" + std::string(samples::documented_button) + "]");
  EXPECT_TRUE(prov->has_buttons);
  EXPECT_EQ(prov->buttons.size(), 1U);
  EXPECT_TRUE(with("buttons", "{}")->findings.has("WP-BTN-LIST-1"));
}

TEST(ProvisioningTest, WP_SEC_HTTP_1_NothingSecretBeforeLogin) {
  Json config = json(
      R"({"brandName":"Acme","flags":["REGISTER"],"css":"","registerEnabled":true,"vapidPublicKey":"k"})");
  const auto good = read_site_config(config);
  EXPECT_TRUE(good->findings.empty());
  EXPECT_TRUE(good->flags.has(Flag::register_accounts));
  config.set("sipUser", json(R"({"password":"pw"})"));
  EXPECT_TRUE(has_only(read_site_config(config)->findings, "WP-SEC-HTTP-1"));
}

TEST(ProvisioningTest, HostileBodiesAreClassified) {
  EXPECT_EQ(parse_provisioning("<html>").error().kind, "http.json");
  EXPECT_EQ(parse_provisioning("[]").error().kind, "http.shape");
  EXPECT_EQ(parse_provisioning("{}").error().kind, "http.shape");
  EXPECT_EQ(parse_provisioning(std::string(100, '[')).error().kind, "http.json_limit");
  EXPECT_EQ(parse_provisioning(sample, {.bytes = 100}).error().kind, "http.json_limit");
  Findings many;
  for (int i = 0; i < 200; ++i) many.add("WP-NAV-1", Level::must, "x");
  EXPECT_EQ(many.all().size(), Findings::most);
  EXPECT_EQ(many.left_out(), 200 - Findings::most);
}

TEST(ProvisioningTest, NoFindingHoldsThePassword) {
  const auto prov =
      with("sipUser", R"({"username":"1","password":"hunter2","wsServer":"wss://192.0.2.1,bad,ws://x"})");
  for (const Finding& one : prov->findings.all()) EXPECT_EQ(one.sentence.find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace cxload::webphone
