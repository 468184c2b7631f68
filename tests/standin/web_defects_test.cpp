// Every defect of the site: the healthy one keeps the rule, the one with the defect does not.
#include <algorithm>
#include <functional>

#include <cxload/standin/defects.hpp>

#include "../../src/standin/web/json.hpp"
#include "app_on_disk.hpp"
#include "web_harness.hpp"

namespace cxload::standin::web {
namespace {

using Probe = std::function<bool(VirtualSite& site)>;  ///< does it keep the rule?

Seen get(VirtualSite& site, const std::string& path) { return site.ask("GET", path); }
Seen post(VirtualSite& site, const std::string& path, const std::string& body = "{}") {
  return site.ask("POST", path, body);
}
Seen press(VirtualSite& site, int id) { return post(site, "/api/softphone/button/" + std::to_string(id)); }
void use_second(VirtualSite& site) {
  site.log_in("1009");
  site.host = "second.phone.standin.test";
}
const json::value* inner(const Seen& seen, std::string_view key) {
  const json::value* actions = seen.value.is_object() ? seen.object().if_contains("__") : nullptr;
  return actions == nullptr ? nullptr : actions->as_object().if_contains(key_of(key));
}
std::size_t rows(VirtualSite& site, const std::string& path) {
  const Seen seen = get(site, path);
  return seen.value.is_array() ? seen.array().size() : 0;
}
/// Has the newcomer as many of them as the template?
Probe copies(const std::string& path, const std::string& table) {
  return [path, table](VirtualSite& site) {
    const std::size_t wanted = site.admin("GET", "/admin/" + table + "?customer_id=3").array().size();
    if (site.sign_up("newton").status() != 201) return false;
    site.log_in("newton");
    return rows(site, "/api/portal/" + path) == wanted;
  };
}
std::string leave_mail(VirtualSite& site) {
  site.site().deposit({"1000", "1001", "call-7", std::vector<std::int16_t>(8000, 1)}, site.wall);
  site.log_in();
  return get(site, "/api/softphone/voicemail").array().front().at("id").as_string().c_str();
}
double balance(VirtualSite& site) {
  return get(site, "/api/portal/balance").value.at("balance").to_number<double>();
}
std::string pay(double amount, const std::string& token) {
  return json::serialize(
      json::object{{"method", "stripe"}, {"amount", amount}, {"currency", "usd"}, {"token", token}});
}
/// The keys of the example in RFC 8291.
const std::string subscription =
    R"({"endpoint": "https://push.example/1", "keys": {"auth": "BTBZMqHH6r4Tts7J_aSIgg",
  "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"}})";
std::string header(const Seen& seen, std::string_view name) {
  return std::string(seen.reply.find(name).value_or(""));
}

/// As user 1000.
Probe logged_in(const Probe& keeps) {
  return [keeps](VirtualSite& site) {
    site.log_in();
    return keeps(site);
  };
}

const std::map<std::string, Probe>& http_probes() {
  static const std::map<std::string, Probe> probes = {
      {"http.no_redirect",
       [](VirtualSite& s) {
         const Request request = s.make("GET", "/", {}, {});
         return s.site().redirect(request, 443, s.now, s.wall).status == 301;
       }},
      {"http.no_hsts",
       [](VirtualSite& s) { return !header(get(s, "/"), "strict-transport-security").empty(); }},
      {"http.cookie_insecure",
       [](VirtualSite& s) {
         return header(s.try_login("1000", "pw-1000"), "set-cookie").find("HttpOnly") != std::string::npos;
       }},
      {"http.cache_private_data",
       [](VirtualSite& s) {
         s.log_in();
         return header(get(s, "/api/softphone/prov"), "cache-control") == "no-store";
       }},
      {"http.200_on_error", [](VirtualSite& s) { return get(s, "/api/softphone/none").status() == 404; }},
      {"http.405_no_allow", [](VirtualSite& s) { return !header(post(s, "/"), "allow").empty(); }},
      {"http.json_text_html",
       [](VirtualSite& s) {
         return header(get(s, "/api/softphone/config"), "content-type") == "application/json";
       }},
      {"http.json_bom",
       [](VirtualSite& s) { return get(s, "/api/softphone/config").reply.body.starts_with('{'); }},
      {"http.cors_reflect",
       [](VirtualSite& s) {
         return header(s.ask("GET", "/", {}, {{"Origin", "https://evil.example"}}),
                       "access-control-allow-origin")
             .empty();
       }},
      {"http.no_framing", [](VirtualSite& s) { return header(get(s, "/"), "x-frame-options").empty(); }},
      {"http.pp_mic_none",
       [](VirtualSite& s) { return header(get(s, "/"), "permissions-policy").find("microphone=*") == 0; }},
      {"http.soft_404", [](VirtualSite& s) { return get(s, "/assets/none.js").status() == 404; }},
      {"http.html_wrong_type",
       [](VirtualSite& s) { return header(get(s, "/"), "content-type").starts_with("text/html"); }},
      {"http.range_wrong",
       [](VirtualSite& s) {
         const std::string id = leave_mail(s);
         const Seen part =
             s.ask("GET", "/api/softphone/voicemail/" + id + "/audio", {}, {{"Range", "bytes=0-9"}});
         return header(part, "content-range") == "bytes 0-9/16044";
       }},
      {"http.csp_blocks_wss",
       [](VirtualSite& s) {
         return header(get(s, "/"), "content-security-policy").find("connect-src 'self' wss:") !=
                std::string::npos;
       }},
      {"http.gzip_always",
       [](VirtualSite& s) { return header(s.try_login("1000", "pw-1000"), "content-encoding").empty(); }},
      {"http.js_octet_stream",
       [](VirtualSite& s) {
         return header(get(s, "/assets/app.js"), "content-type").starts_with("text/javascript");
       }},
      {"http.mixed_ws",
       [](VirtualSite& s) {
         s.log_in();
         const Seen seen = get(s, "/api/softphone/prov");
         return seen.value.at("sipUser").at("wsServer").as_string().starts_with("wss://");
       }},
      {"http.stacktrace", [](VirtualSite& s) { return get(s, "/api/softphone/none").object().size() == 1; }},
      {"http.close_each", [](VirtualSite& s) { return header(get(s, "/"), "connection").empty(); }},
      {"http.no_ratelimit",
       [](VirtualSite& s) {
         for (int i = 0; i < 100; ++i) (void)s.try_login("1000", "no");
         return s.try_login("1000", "no").status() == 429;
       }},
  };
  return probes;
}

const std::map<std::string, Probe>& app_probes() {
  static const auto icons = [](VirtualSite& s) {
    return get(s, "/manifest.webmanifest").value.at("icons").as_array();
  };
  static const std::map<std::string, Probe> probes = {
      {"pwa.icon_404",
       [](VirtualSite& s) { return get(s, icons(s).front().at("src").as_string().c_str()).status() == 200; }},
      {"pwa.icon_wrong_size",
       [](VirtualSite& s) {
         return icons(s).front().at("sizes") == "192x192" && icons(s).back().at("sizes") == "512x512";
       }},
      {"pwa.manifest_bad_json",
       [](VirtualSite& s) { return get(s, "/manifest.webmanifest").value.is_object(); }},
      {"pwa.manifest_wrong_mime",
       [](VirtualSite& s) {
         return header(get(s, "/manifest.webmanifest"), "content-type") == "application/manifest+json";
       }},
      {"pwa.precache_404", [](VirtualSite& s) { return get(s, "/app.css").status() == 200; }},
      {"pwa.start_url_out_of_scope",
       [](VirtualSite& s) {
         const Seen manifest = get(s, "/manifest.webmanifest");
         return manifest.text("start_url").starts_with(manifest.text("scope"));
       }},
      {"pwa.sw_cached_year",
       [](VirtualSite& s) { return header(get(s, "/sw.js"), "cache-control") == "no-cache"; }},
      {"pwa.sw_text_plain",
       [](VirtualSite& s) {
         return header(get(s, "/sw.js"), "content-type").starts_with("text/javascript");
       }},
  };
  return probes;
}

const std::map<std::string, Probe>& session_probes() {
  static const std::map<std::string, Probe> probes = {
      {"login.any_password", [](VirtualSite& s) { return s.try_login("1000", "no").status() == 401; }},
      {"login.restriction_ignored",
       [](VirtualSite& s) {
         s.host = "second.phone.standin.test";
         return s.try_login("1000", "pw-1000").status() == 403;
       }},
      {"prov.open", [](VirtualSite& s) { return get(s, "/api/softphone/prov").status() == 401; }},
      {"prov.host_is_address",
       [](VirtualSite& s) {
         s.log_in();
         return get(s, "/api/softphone/prov").value.at("sipUser").at("wsServer") == "wss://standin.test:8443";
       }},
      {"brand.account_name",
       [](VirtualSite& s) { return get(s, "/api/softphone/config").text("brandName") == "Acme Phone"; }},
      {"brand.one_for_all",
       [](VirtualSite& s) {
         s.host = "second.phone.standin.test";
         return get(s, "/api/softphone/config").text("brandName") == "Second Phone";
       }},
      {"balance.without_flag",
       [](VirtualSite& s) {
         use_second(s);
         return get(s, "/api/softphone/prov").object().if_contains("balance") == nullptr &&
                get(s, "/api/softphone/balance").status() == 403;
       }},
      {"payment.without_flag",
       [](VirtualSite& s) {
         use_second(s);
         return post(s, "/api/softphone/payment", pay(10, "tok_ok")).status() == 403;
       }},
      {"payment.pending_counts",
       [](VirtualSite& s) {
         s.log_in();
         (void)post(s, "/api/softphone/payment", pay(10, "tok_pending"));
         return balance(s) == 25.5;
       }},
      {"payment.below_minimum",
       [](VirtualSite& s) {
         s.log_in();
         return post(s, "/api/softphone/payment", pay(0.5, "tok_ok")).status() == 422;
       }},
      {"payment.voucher_again",
       [](VirtualSite& s) {
         s.log_in();
         (void)post(s, "/api/softphone/voucher", R"({"code": "WELCOME5"})");
         return post(s, "/api/softphone/voucher", R"({"code": "WELCOME5"})").status() == 409;
       }},
      {"menu.shows_disabled",
       [](VirtualSite& s) {
         s.log_in();
         return get(s, "/api/softphone/prov").value.at("menu").as_array().size() == 6;
       }},
      {"menu.reversed",
       [](VirtualSite& s) {
         s.log_in();
         return get(s, "/api/softphone/prov").value.at("menu").as_array().front().at("id") == "home";
       }},
  };
  return probes;
}

const std::map<std::string, Probe>& signup_probes() {
  static const std::map<std::string, Probe> probes = {
      {"signup.without_flag",
       [](VirtualSite& s) {
         s.host = "second.phone.standin.test";
         return s.sign_up("newton").status() == 403;
       }},
      {"signup.no_payments", copies("payments", "payment")},
      {"signup.no_routes", copies("routes", "route")},
      {"signup.no_alerts", copies("alerts", "alert")},
      {"signup.no_packages", copies("packages", "package")},
      {"signup.no_contracts", copies("contracts", "contract")},
      {"signup.no_fields",
       [](VirtualSite& s) {
         (void)s.sign_up("newton");
         s.log_in("newton");
         return get(s, "/api/portal/customer").value.at("channels") == 4;
       }},
      {"signup.late_credit",
       [](VirtualSite& s) {
         return s.sign_up("newton").value.at("payments").as_array().front().at("created") ==
                key_of(to_iso(s.wall));
       }},
      {"signup.shares_template",
       [](VirtualSite& s) {
         (void)s.sign_up("newton");
         return s.admin("GET", "/admin/route?customer_id=3").array().size() == 2;
       }},
      {"signup.duplicates",
       [](VirtualSite& s) {
         (void)s.sign_up("newton");
         return s.sign_up("newton").status() == 409;
       }},
      {"signup.escapes_html",
       [](VirtualSite& s) { return s.sign_up("newton").text("successHtml") == "<p>Complete</p>"; }},
      {"signup.no_sip",
       [](VirtualSite& s) {
         (void)s.sign_up("newton");
         return s.exchange.accounts.contains("newton");
       }},
  };
  return probes;
}

const std::map<std::string, Probe>& agent_probes() {
  static const auto has_button = [](VirtualSite& s, std::int64_t id) {
    const Seen list = get(s, "/api/softphone/button");
    return std::any_of(list.array().begin(), list.array().end(),
                       [id](const json::value& one) { return one.at("id") == id; });
  };
  static const std::map<std::string, Probe> probes = {
      {"btn.missing_field", logged_in([](VirtualSite& s) {
         return get(s, "/api/softphone/button/45").object().if_contains("sort_order") != nullptr;
       })},
      {"btn.string_id", logged_in([](VirtualSite& s) {
         return get(s, "/api/softphone/button/45").value.at("id").is_int64();
       })},
      {"btn.wrong_placement", logged_in([](VirtualSite& s) { return !has_button(s, 171); })},
      {"btn.order", logged_in([](VirtualSite& s) {
         return get(s, "/api/softphone/button").array().front().at("sort_order").is_number() &&
                get(s, "/api/softphone/button").array().front().at("id") == 131;
       })},
      {"btn.idor",
       logged_in([](VirtualSite& s) { return get(s, "/api/softphone/button/300").status() == 404; })},
      {"btn.select_unchecked", logged_in([](VirtualSite& s) {
         return post(s, "/api/softphone/button/45", R"({"selected": [1]})").status() == 422;
       })},
      {"btn.no_envelope",
       logged_in([](VirtualSite& s) { return inner(press(s, 106), "action") != nullptr; })},
      {"btn.action_array", logged_in([](VirtualSite& s) {
         const Seen seen = press(s, 106);
         return inner(seen, "action")->is_object();
       })},
      {"btn.sandbox_skipped",
       logged_in([](VirtualSite& s) { return press(s, 106).object().if_contains("__") != nullptr; })},
      {"btn.sandbox_twice", logged_in([](VirtualSite& s) { return press(s, 162).value.at("count") == 1; })},
      {"btn.hang",
       logged_in([](VirtualSite& s) { return press(s, 106).reply.delay < std::chrono::seconds(10); })},
      {"btn.race_500", logged_in([](VirtualSite& s) {
         return press(s, 162).status() == 200 && press(s, 162).status() == 200;
       })},
      {"btn.save_any", logged_in([](VirtualSite& s) {
         const auto id = get(s, "/api/softphone/agent/current").value.at("id").as_int64();
         return post(s, "/api/softphone/agent/save",
                     json::serialize(json::object{{"record_id", id}, {"decision", "Maybe"}}))
                    .status() == 422;
       })},
      {"form.schema_stored", logged_in([](VirtualSite& s) {
         const json::value before = get(s, "/api/softphone/form/203").value;
         (void)press(s, 45);
         return get(s, "/api/softphone/form/203").value == before;
       })},
      {"form.data_ignored",
       logged_in([](VirtualSite& s) { return inner(press(s, 45), "formData") != nullptr; })},
      {"form.no_chain", logged_in([](VirtualSite& s) {
         return inner(post(s, "/api/softphone/form/203", R"({"first_name": "x"})"), "action") != nullptr;
       })},
      {"form.client_only_validation",
       logged_in([](VirtualSite& s) { return post(s, "/api/softphone/form/203").status() == 422; })},
      {"form.session_mixup", logged_in([](VirtualSite& s) {
         (void)press(s, 117);
         return press(s, 162).value.is_object();
       })},
      {"lead.next_stays", logged_in([](VirtualSite& s) {
         const Seen first = get(s, "/api/softphone/agent/current");
         return post(s, "/api/softphone/agent/next").text("key") != first.text("key");
       })},
  };
  return probes;
}

const std::map<std::string, Probe>& customer_probes() {
  static const std::map<std::string, Probe> probes = {
      {"pb.idor", logged_in([](VirtualSite& s) { return rows(s, "/api/softphone/contact") == 2; })},
      {"pb.not_synced", logged_in([](VirtualSite& s) { return rows(s, "/api/softphone/contact") == 2; })},
      {"pb.no_validation",
       [](VirtualSite& s) {
         return s.admin("POST", "/admin/customer/1/phonebook", R"({"type": "x"})").status() == 422;
       }},
      {"pb.ghost", logged_in([](VirtualSite& s) {
         (void)s.admin("DELETE", "/admin/phonebook/1");
         return rows(s, "/api/softphone/contact") == 1;
       })},
      {"vm.idor",
       [](VirtualSite& s) {
         (void)leave_mail(s);
         s.log_in("1001");
         return rows(s, "/api/softphone/voicemail") == 0;
       }},
      {"vm.duration_zero",
       [](VirtualSite& s) {
         (void)leave_mail(s);
         return get(s, "/api/softphone/voicemail").array().front().at("duration").to_number<double>() > 0.9;
       }},
      {"vm.wrong_callid",
       [](VirtualSite& s) {
         (void)leave_mail(s);
         return get(s, "/api/softphone/voicemail").array().front().at("call_id") == "call-7";
       }},
      {"hist.missing_failed", logged_in([](VirtualSite& s) {
         s.site().histories().add({"1000", "163", "a", s.wall, {}, 486}, false);
         return rows(s, "/api/softphone/history") == 1;
       })},
      {"push.twice",
       [](VirtualSite& s) {
         s.log_in();
         (void)post(s, "/api/softphone/push", subscription);
         (void)s.site().wake("1000", "1001", "call-7", s.wall);
         return s.exchange.pushed.size() == 1;
       }},
      {"vm.audio_404",
       [](VirtualSite& s) {
         return get(s, "/api/softphone/voicemail/" + leave_mail(s) + "/audio").status() == 200;
       }},
  };
  return probes;
}

/// Defects of the page, which is told of them and nothing else; what they do to it:
/// webapp/test/quirks.test.mjs.
std::map<std::string, Probe> page_probes() {
  std::map<std::string, Probe> probes;
  for (const std::string id :
       {"app.opus_deleted", "app.regex_unanchored", "btn.fn_and_sandbox_both", "btn.fn_case", "btn.fn_quotes",
        "btn.form_name_wins", "btn.two_actions", "form.eval_executed", "form.ghost_form", "form.id_opens",
        "form.replace_field", "form.starts_chain", "settings.shows_password"})
    probes[id] = [id](VirtualSite& site) {
      const Seen config = get(site, "/api/softphone/config");
      const json::value* quirks = config.object().if_contains("quirks");
      return quirks == nullptr || *quirks != json::value(json::array({json::value(id)}));
    };
  return probes;
}

std::map<std::string, Probe> all_probes() {
  std::map<std::string, Probe> all = page_probes();
  for (const auto* probes : {&http_probes(), &app_probes(), &session_probes(), &signup_probes(),
                             &agent_probes(), &customer_probes()})
    all.insert(probes->begin(), probes->end());
  return all;
}

TEST(WebDefects, healthy_passes_and_broken_fails) {
  const AppOnDisk folder;
  for (const auto& [id, keeps] : all_probes()) {
    VirtualSite healthy({}, folder.settings());
    EXPECT_TRUE(keeps(healthy)) << id << ": the healthy site breaks the rule";
    VirtualSite broken({id}, folder.settings());
    EXPECT_FALSE(keeps(broken)) << id << ": the defect does not show";
  }
}

TEST(WebDefects, each_has_a_probe) {
  // The same words as in defects_test.py, which leaves these to us.
  const std::set<std::string_view> ours = {"app",  "balance", "brand", "btn",      "form",    "hist",
                                           "http", "lead",    "login", "menu",     "payment", "pb",
                                           "prov", "push",    "pwa",   "settings", "signup",  "vm"};
  // web_http_test, web_door_test, voicemail_test.
  const std::set<std::string_view> elsewhere = {"http.no_304", "http.head_body", "http.accept_no_host",
                                                "push.while_open"};
  const auto probes = all_probes();
  for (const std::string_view id : defect_ids()) {
    if (!ours.contains(id.substr(0, id.find('.'))) || elsewhere.contains(id)) continue;
    EXPECT_TRUE(probes.contains(std::string(id))) << id;
  }
}

TEST(WebDefects, one_account_only) {
  VirtualSite site;
  Config config = site.config();
  config.defects.push_back({"pb.idor", {}, "1001"});
  auto scoped = Site::open(config, site.exchange, site.wall);
  ASSERT_TRUE(scoped);
  for (const auto& [user, seen] : std::map<std::string, std::size_t>{{"1000", 2}, {"1001", 3}}) {
    const Request login = site.make("POST", "/api/softphone/login",
                                    R"({"username": ")" + user + R"(", "password": "pw-)" + user + "\"}", {});
    const Reply reply = (*scoped)->serve(login, site.now, site.wall);
    const std::string token(json::parse(reply.body).at("jwt").as_string().c_str());
    const Request list =
        site.make("GET", "/api/softphone/contact", {}, {{"Authorization", "Bearer " + token}});
    EXPECT_EQ(json::parse((*scoped)->serve(list, site.now, site.wall).body).as_array().size(), seen) << user;
  }
}

}  // namespace
}  // namespace cxload::standin::web
