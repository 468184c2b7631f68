// HTTP around the handlers: routes, headers, files, the admin door.
#include "app_on_disk.hpp"
#include "web_harness.hpp"

namespace cxload::standin::web {
namespace {

TEST(WebHttp, every_reply_carries_what_protects_it) {
  VirtualSite site;
  for (const std::string path : {"/", "/api/softphone/config", "/nothing"}) {
    const Reply reply = site.ask("GET", path).reply;
    EXPECT_TRUE(reply.find("strict-transport-security")) << path;
    EXPECT_EQ(reply.find("x-content-type-options"), "nosniff");
    EXPECT_EQ(reply.find("cache-control"), "no-store");
    EXPECT_FALSE(reply.find("x-frame-options"));  // WP-SDK-1
    EXPECT_EQ(reply.find("permissions-policy"), "microphone=*, autoplay=*");
    EXPECT_FALSE(reply.find("access-control-allow-origin"));
  }
  const std::string policy(*site.ask("GET", "/").reply.find("content-security-policy"));
  EXPECT_NE(policy.find("frame-ancestors *"), std::string::npos);
  EXPECT_NE(policy.find("connect-src 'self' wss:"), std::string::npos);
}

TEST(WebHttp, other_methods_and_paths_are_told_so) {
  VirtualSite site;
  const Seen wrong = site.ask("PUT", "/api/softphone/login", "{}");
  EXPECT_EQ(wrong.status(), 405);
  EXPECT_EQ(wrong.reply.find("allow"), "POST");
  EXPECT_EQ(site.ask("POST", "/", "{}").reply.find("allow"), "GET, HEAD");
  EXPECT_EQ(site.ask("GET", "/assets/none.js").status(), 404);
  EXPECT_EQ(site.ask("GET", "/api/softphone/none").reply.find("content-type"), "application/json");
  for (const char* odd : {"*", "http://x/", "/a b", "/\x01", ""})
    EXPECT_EQ(site.ask("GET", odd).status(), 400) << odd;
  EXPECT_EQ(site.ask("GET", "/" + std::string(5000, 'a')).status(), 400);
  EXPECT_EQ(site.ask("GET", "/softphone").reply.find("location"), "/");
}

TEST(WebHttp, WP_APP_RUN_1_and_WP_APP_PWA_1_the_phone_of_a_folder) {
  const AppOnDisk folder;
  VirtualSite site({}, folder.settings());
  for (const char* path :
       {"/", "/dialpad", "/agent", "/call-log", "/contacts", "/settings", "/page/custom"}) {
    const Reply page = site.ask("GET", path).reply;
    EXPECT_EQ(page.status, 200) << path;
    EXPECT_EQ(page.find("content-type"), "text/html; charset=utf-8");
    EXPECT_NE(page.body.find("<title>phone"), std::string::npos);
  }
  const Reply worker = site.ask("GET", "/sw.js").reply;
  EXPECT_EQ(worker.find("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(worker.find("cache-control"), "no-cache");
  const Seen manifest = site.ask("GET", "/manifest.webmanifest");
  EXPECT_EQ(manifest.reply.find("content-type"), "application/manifest+json");
  EXPECT_EQ(manifest.text("name"), "Acme Phone");
  EXPECT_EQ(manifest.text("display"), "standalone");
  EXPECT_EQ(manifest.value.at("icons").as_array().size(), 2u);
  site.host = "second.phone.standin.test";
  EXPECT_EQ(site.ask("GET", "/manifest.webmanifest").text("name"), "Second Phone");
}

TEST(WebHttp, files_are_packed_and_not_sent_twice) {
  const AppOnDisk folder;
  VirtualSite site({}, folder.settings());
  const Reply plain = site.ask("GET", "/assets/app.js").reply;
  EXPECT_EQ(plain.body.size(), 5000u);
  EXPECT_EQ(plain.find("vary"), "Accept-Encoding");
  const Reply packed = site.ask("GET", "/assets/app.js", {}, {{"Accept-Encoding", "br, gzip"}}).reply;
  EXPECT_EQ(packed.find("content-encoding"), "gzip");
  EXPECT_LT(packed.body.size(), 200u);
  EXPECT_FALSE(site.ask("GET", "/assets/app.js", {}, {{"Accept-Encoding", "gzip;q=0"}})
                   .reply.find("content-encoding"));
  const std::string tag(*plain.find("etag"));
  const Reply known = site.ask("GET", "/assets/app.js", {}, {{"If-None-Match", "\"other\", " + tag}}).reply;
  EXPECT_EQ(known.status, 304);
  EXPECT_TRUE(known.body.empty());
}

TEST(WebHttp, the_defect_http_no_304_sends_them_twice) {
  const AppOnDisk folder;
  VirtualSite site({"http.no_304"}, folder.settings());
  const std::string tag(*site.ask("GET", "/sw.js").reply.find("etag"));
  EXPECT_EQ(site.ask("GET", "/sw.js", {}, {{"If-None-Match", tag}}).status(), 200);
}

TEST(WebHttp, a_path_never_leaves_the_folder) {
  const AppOnDisk folder;
  VirtualSite site({}, folder.settings());
  for (const char* path : {"/../etc/passwd", "/assets/../../etc/passwd", "/..%2f..%2fetc/passwd",
                           "//etc/passwd", "/%2e%2e/x", "/assets/..\\..\\x", "/assets/%00", "/index.html"})
    EXPECT_EQ(site.ask("GET", path).status(), 404) << path;
}

TEST(WebHttp, without_a_folder_the_page_says_so) {
  VirtualSite site;
  const Reply page = site.ask("GET", "/").reply;
  EXPECT_NE(page.body.find("without <code>web.app</code>"), std::string::npos);
  EXPECT_EQ(page.body.find("manifest\""), std::string::npos);
  EXPECT_EQ(site.ask("GET", "/manifest.webmanifest").status(), 404);
}

TEST(WebHttp, a_folder_that_is_no_phone_is_refused) {
  VirtualSite site;
  Config config = site.config();
  config.web.app = "/nowhere/at/all";
  EXPECT_FALSE(Site::open(config, site.exchange, site.wall));
  config.web.app.clear();
  config.web.brand = R"({"webrtcHost": "192.0.2.7"})";
  EXPECT_FALSE(Site::open(config, site.exchange, site.wall));
}

TEST(WebHttp, long_json_is_packed_when_asked) {
  VirtualSite site;
  site.log_in();
  const Reply packed = site.ask("GET", "/api/softphone/button", {}, {{"Accept-Encoding", "gzip"}}).reply;
  EXPECT_EQ(packed.find("content-encoding"), "gzip");
  EXPECT_EQ(packed.find("vary"), "Accept-Encoding");
}

TEST(WebHttp, WP_APP_SECURECTX_1_plain_http_leads_to_the_same_place) {
  VirtualSite site;
  Request request = site.make("GET", "/dialpad?x=1", {}, {});
  EXPECT_EQ(site.site().redirect(request, 443, site.now, site.wall).find("location"),
            "https://phone.standin.test/dialpad?x=1");
  EXPECT_EQ(site.site().redirect(request, 8443, site.now, site.wall).find("location"),
            "https://phone.standin.test:8443/dialpad?x=1");
  request.headers.clear();
  EXPECT_EQ(site.site().redirect(request, 443, site.now, site.wall).status, 400);
}

TEST(WebHttp, WP_FLAG_UUID_3_the_version_stays_as_long_as_the_deployment) {
  VirtualSite site;
  const json::value first = site.ask("GET", "/version.json").value;
  EXPECT_EQ(site.ask("GET", "/version.json").value, first);
  EXPECT_NE(VirtualSite().ask("GET", "/version.json").value.at("deploy"), first.at("deploy"));
}

TEST(WebAdmin, the_token_is_needed) {
  VirtualSite site;
  Request request = site.make("GET", "/admin/customer", {}, {});
  EXPECT_EQ(site.site().serve_admin(request, site.now, site.wall).status, 401);
  request.headers.emplace_back("Authorization", "Bearer wrong");
  EXPECT_EQ(site.site().serve_admin(request, site.now, site.wall).status, 401);
  EXPECT_EQ(site.admin("GET", "/admin/customer").status(), 200);
  EXPECT_EQ(site.ask("GET", "/admin/customer", {}, {{"Authorization", "Bearer " + site.site().admin_token()}})
                .status(),
            404);
}

TEST(WebAdmin, WP_DOM_SAVE_1_a_brand_reads_back_as_it_was_written) {
  VirtualSite site;
  const Seen made = site.admin(
      "PUT", "/admin/webphone/third.example",
      R"({"brandName": "Third", "webrtcHost": "sip.third.example", "flags": "REGISTER\nBALANCE"})");
  EXPECT_EQ(made.status(), 201) << made.reply.body;
  const Seen read = site.admin("GET", "/admin/webphone/third.example");
  EXPECT_EQ(read.text("webrtcHost"), "sip.third.example");
  EXPECT_EQ(read.value.at("flags"), json::value({"REGISTER", "BALANCE"}));
  site.host = "third.example";
  EXPECT_EQ(site.ask("GET", "/api/softphone/config").text("brandName"), "Third");
  EXPECT_EQ(site.admin("PUT", "/admin/webphone/fourth.example", "{}").status(), 422);
}

TEST(WebAdmin, rows_are_checked_on_their_way_in) {
  VirtualSite site;
  EXPECT_EQ(site.admin("POST", "/admin/button", R"({"label": "x", "sort_order": 1})").status(), 201);
  EXPECT_EQ(site.admin("POST", "/admin/button", R"({"sort_order": 1})").status(), 422);
  EXPECT_EQ(site.admin("POST", "/admin/button", R"({"label": "x", "sort_order": "1"})").status(), 422);
  EXPECT_EQ(site.admin("POST", "/admin/button", R"({"label": "x", "colour": "red"})").status(), 422);
  EXPECT_EQ(site.admin("POST", "/admin/payment", R"({"customer_id": 99, "total": 1})").status(), 422);
  EXPECT_EQ(site.admin("POST", "/admin/voucher", R"({"code": "WELCOME5", "amount": 1})").status(), 409);
  EXPECT_EQ(site.admin("PUT", "/admin/button/45", R"({"label": ""})").status(), 422);
  EXPECT_EQ(site.admin("PUT", "/admin/button/4711", R"({"label": "x"})").status(), 404);
  EXPECT_EQ(site.admin("DELETE", "/admin/button/4711").status(), 404);
  EXPECT_EQ(site.admin("GET", "/admin/nothing").status(), 404);
}

TEST(WebAdmin, users_made_and_removed_are_the_sip_sides_too) {
  VirtualSite site;
  const Seen made = site.admin("POST", "/admin/switch/user",
                               R"({"customer_id": 2, "username": "maxwell", "password": "pw"})");
  ASSERT_EQ(made.status(), 201) << made.reply.body;
  EXPECT_EQ(site.exchange.accounts["maxwell"], "pw");
  EXPECT_EQ(site.try_login("maxwell", "pw").status(), 200);
  const std::string path = "/admin/switch/user/" + std::to_string(made.value.at("id").as_int64());
  EXPECT_EQ(site.admin("PUT", path, R"({"password": "other"})").status(), 200);
  EXPECT_EQ(site.try_login("maxwell", "pw").status(), 401);
  EXPECT_EQ(site.admin("DELETE", path).status(), 204);
  EXPECT_EQ(site.try_login("maxwell", "other").status(), 401);
}

TEST(WebAdmin, reset_and_events) {
  VirtualSite site;
  site.sign_up("newton");
  site.log_in();
  EXPECT_EQ(site.admin("GET", "/admin/events?kind=login").array().size(), 1u);
  EXPECT_EQ(site.admin("GET", "/admin/events?kind=signup").array().front().at("user"), "newton");
  EXPECT_EQ(site.admin("POST", "/admin/reset?fixture=default").status(), 204);
  EXPECT_EQ(site.ask("GET", "/api/softphone/prov").status(), 401);
  EXPECT_FALSE(site.exchange.accounts.contains("newton"));
  EXPECT_TRUE(site.exchange.accounts.contains("1000"));
  EXPECT_EQ(site.admin("GET", "/admin/events").array().size(), 0u);
  EXPECT_EQ(site.sign_up("newton").status(), 201);
}

TEST(WebPush, WP_APP_PUSH_2_subscriptions_come_and_go) {
  VirtualSite site;
  site.log_in();
  const std::string point =
      "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM";
  const std::string body = R"({"endpoint": "https://push.example/1", "keys": {"p256dh": ")" + point +
                           R"(", "auth": "tBHItJI5svbpez7KI4CCXg"}})";
  EXPECT_EQ(site.ask("POST", "/api/softphone/push", body).status(), 201);
  EXPECT_EQ(site.ask("POST", "/api/softphone/push", R"({"endpoint": "http://x", "keys": {}})").status(), 422);
  EXPECT_EQ(site.admin("GET", "/admin/subscription").array().size(), 1u);
  EXPECT_FALSE(site.site().wake("1001", "1009", "call-7", site.wall));
  EXPECT_TRUE(site.site().wake("1000", "1001", "call-7", site.wall));
  ASSERT_EQ(site.exchange.pushed.size(), 1u);
  EXPECT_EQ(site.exchange.pushed.front().endpoint, "https://push.example/1");
  EXPECT_TRUE(site.exchange.pushed.front().authorization.starts_with("vapid t="));
  EXPECT_NE(site.exchange.pushed.front().authorization.find(
                ", k=" + site.ask("GET", "/api/softphone/config").text("vapidPublicKey")),
            std::string::npos);
  EXPECT_EQ(site.ask("DELETE", "/api/softphone/push", body).status(), 204);
  EXPECT_EQ(site.ask("DELETE", "/api/softphone/push", body).status(), 404);
}

TEST(WebStore, a_file_remembers) {
  WebSettings web;
  web.database =
      (std::filesystem::path(::testing::TempDir()) / ("standin-" + std::to_string(::getpid()) + ".db"))
          .string();
  {
    VirtualSite site({}, web);
    EXPECT_EQ(site.sign_up("newton").status(), 201);
  }
  {
    VirtualSite site({}, web);
    EXPECT_EQ(site.exchange.accounts["newton"], "secret-newton");
    EXPECT_EQ(site.sign_up("newton").status(), 409);
  }
  for (const char* more : {"", "-wal", "-shm"}) std::filesystem::remove(web.database + more);
}

}  // namespace
}  // namespace cxload::standin::web
