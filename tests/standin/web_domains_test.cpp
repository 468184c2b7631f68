// Names, certificates, servers: what an operator sets up, and what follows.
#include <algorithm>

#include "web_harness.hpp"

namespace cxload::standin::web {
namespace {

json::object find_row(VirtualSite& site, const std::string& table, const std::string& column,
                      const std::string& value) {
  const Seen seen = site.admin("GET", "/admin/" + table + "?" + column + "=" + value);
  return seen.array().empty() ? json::object() : seen.array().front().as_object();
}
std::string path_of(const std::string& table, const json::object& row, const std::string& more = {}) {
  return "/admin/" + table + "/" + std::to_string(row.at("id").as_int64()) + more;
}
bool has_line(VirtualSite& site, const std::string& line) {
  const auto lines = site.site().domains().zone_lines();
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

TEST(WebDomains, WP_DOM_A_1_and_B_1_and_B_2_the_names_are_listed_as_they_lead) {
  VirtualSite site;
  EXPECT_TRUE(has_line(site, "phone.standin.test 60 CNAME web.standin.test"));
  EXPECT_TRUE(has_line(site, "standin.test 60 CNAME edge.host.standin.test"));
  EXPECT_TRUE(has_line(site, "edge.host.standin.test 60 A 127.0.0.1"));
  EXPECT_TRUE(has_line(site, "web.standin.test 60 A 127.0.0.1"));
}

TEST(WebDomains, WP_CERT_1_and_2_a_certificate_is_listed_for_each_domain_with_its_dates) {
  VirtualSite site;
  for (const std::string domain : {"phone.standin.test", "second.phone.standin.test", "standin.test"}) {
    const json::object row = find_row(site, "certificate", "domain", domain);
    EXPECT_EQ(row.at("status"), "Valid") << domain;
    EXPECT_EQ(row.at("issued"), "2027-01-15T07:00:00.000Z");
    EXPECT_EQ(row.at("expires"), "2027-02-14T08:00:00.000Z");
    EXPECT_EQ(site.exchange.certified[domain], 1);
  }
}

TEST(WebDomains, WP_CERT_1_and_3_an_added_one_has_no_dates_until_it_is_refreshed) {
  VirtualSite site;
  const Seen added = site.admin("POST", "/admin/certificate", R"({"domain": "New.Example"})");
  ASSERT_EQ(added.status(), 201);
  EXPECT_EQ(added.text("domain"), "new.example");
  EXPECT_EQ(added.text("status"), "Pending");
  EXPECT_TRUE(added.value.at("issued").is_null());
  EXPECT_FALSE(site.exchange.certified.contains("new.example"));
  const Seen fresh = site.admin("POST", path_of("certificate", added.object(), "/refresh"));
  EXPECT_EQ(fresh.text("status"), "Valid");
  EXPECT_EQ(fresh.text("issued"), "2027-01-15T07:00:00.000Z");
  EXPECT_EQ(site.exchange.certified["new.example"], 1);
  EXPECT_EQ(site.admin("POST", "/admin/certificate", R"({"domain": "new.example"})").status(), 409);
  EXPECT_EQ(site.admin("DELETE", path_of("certificate", added.object())).status(), 204);
  EXPECT_FALSE(site.exchange.certified.contains("new.example"));
}

TEST(WebDomains, dates_are_not_the_operators_to_set) {
  VirtualSite site;
  EXPECT_EQ(site.admin("POST", "/admin/certificate", R"({"domain": "a.example", "issued": "2020"})").status(),
            422);
  const json::object row = find_row(site, "certificate", "domain", "standin.test");
  EXPECT_EQ(site.admin("PUT", path_of("certificate", row), R"({"expires": "2099"})").status(), 422);
  const Seen odd = site.admin("POST", "/admin/certificate", R"({"domain": "no name"})");
  EXPECT_EQ(site.admin("POST", path_of("certificate", odd.object(), "/refresh")).status(), 422);
  EXPECT_EQ(site.admin("POST", "/admin/certificate/99/refresh").status(), 404);
}

TEST(WebDomains, WP_APP_AVAIL_1_a_saved_domain_has_name_and_certificate_at_once) {
  VirtualSite site;
  const Seen saved = site.admin("PUT", "/admin/webphone/third.example",
                                R"({"brandName": "Third", "webrtcHost": "sip.third.example:8443"})");
  ASSERT_EQ(saved.status(), 201);
  EXPECT_TRUE(has_line(site, "third.example 60 CNAME web.standin.test"));
  EXPECT_TRUE(has_line(site, "sip.third.example 60 CNAME edge.host.standin.test"));
  EXPECT_EQ(site.exchange.certified["third.example"], 1);
  EXPECT_EQ(site.exchange.certified["sip.third.example"], 1);
  EXPECT_GT(site.exchange.name_changes, 0);
  EXPECT_EQ(site.ask("GET", "/api/softphone/config", {}, {{"Host", "third.example"}}).text("brandName"),
            "Third");
  // Saved again: nothing is made a second time.
  site.admin("PUT", "/admin/webphone/third.example", R"({"brandName": "Third again"})");
  EXPECT_EQ(site.exchange.certified["third.example"], 1);
}

TEST(WebDomains, names_that_an_operator_listed_stay_as_they_are) {
  VirtualSite site;
  ASSERT_EQ(site.admin("POST", "/admin/dns", R"({"name": "own.example", "type": "A", "value": "192.0.2.7"})")
                .status(),
            201);
  site.admin("PUT", "/admin/webphone/own.example", R"({"brandName": "Own"})");
  EXPECT_TRUE(has_line(site, "own.example 60 A 192.0.2.7"));
  EXPECT_FALSE(has_line(site, "own.example 60 CNAME web.standin.test"));
}

TEST(WebDomains, records_are_read_before_they_are_kept) {
  VirtualSite site;
  const auto status = [&](const char* body) { return site.admin("POST", "/admin/dns", body).status(); };
  EXPECT_EQ(status(R"({"name": "a.example", "type": "A", "value": "nowhere"})"), 422);
  EXPECT_EQ(status(R"({"name": "a.example", "type": "WKS", "value": "192.0.2.1"})"), 422);
  EXPECT_EQ(status(R"({"name": "a.example A 192.0.2.1", "type": "A", "value": "192.0.2.1"})"), 422);
  EXPECT_EQ(status(R"({"name": "phone.standin.test", "type": "A", "value": "192.0.2.1"})"), 422);
  EXPECT_EQ(status(R"({"name": "web.standin.test", "type": "CNAME", "value": "a.example"})"), 422);
  EXPECT_EQ(status(R"({"name": "A.Example.", "type": "AAAA", "value": "2001:db8::1", "ttl": 5})"), 201);
  EXPECT_TRUE(has_line(site, "a.example 5 AAAA 2001:db8::1"));
  const json::object row = find_row(site, "dns", "name", "a.example");
  const int before = site.exchange.name_changes;
  EXPECT_EQ(site.admin("PUT", path_of("dns", row), R"({"value": "2001:db8::2"})").status(), 200);
  EXPECT_TRUE(has_line(site, "a.example 5 AAAA 2001:db8::2"));
  EXPECT_EQ(site.admin("PUT", path_of("dns", row), R"({"type": "A"})").status(), 422);
  EXPECT_EQ(site.admin("DELETE", path_of("dns", row)).status(), 204);
  EXPECT_EQ(site.exchange.name_changes, before + 2);
}

TEST(WebDomains, WP_SRV_2_and_3_both_switches_count_and_only_once_installed) {
  VirtualSite site;
  const json::object server = find_row(site, "server", "fqdn", "standin.test");
  const auto set = [&](const char* change) {
    return site.admin("PUT", path_of("server", server), change).status();
  };
  const auto install = [&] { return site.admin("POST", path_of("server", server, "/install")).status(); };
  const auto serves = [&] { return site.site().domains().serves("standin.test"); };
  EXPECT_TRUE(serves());
  for (const char* off : {R"({"webrtc": false})", R"({"tls": false})"}) {
    EXPECT_EQ(set(off), 200);
    EXPECT_TRUE(serves()) << off;  // not installed yet
    EXPECT_EQ(install(), 200);
    EXPECT_FALSE(serves()) << off;
    set(R"({"webrtc": true, "tls": true})");
    EXPECT_FALSE(serves()) << off;
    install();
    EXPECT_TRUE(serves());
  }
}

TEST(WebDomains, WP_DOM_EDGE_1_a_name_at_anyedge_needs_no_server) {
  VirtualSite site;
  site.admin("POST", "/admin/server", R"({"fqdn": "any.example", "tls": true, "webrtc": true})");
  EXPECT_FALSE(site.site().domains().serves("any.example"));  // never installed
  EXPECT_FALSE(site.exchange.certified.contains("any.example"));
  site.admin("POST", "/admin/dns",
             R"({"name": "any.example", "type": "CNAME", "value": "anyedge.standin.test"})");
  EXPECT_TRUE(site.site().domains().serves("any.example"));
  EXPECT_EQ(site.exchange.certified["any.example"], 1);
}

TEST(WebDomains, a_reset_makes_all_of_it_anew) {
  VirtualSite site;
  site.admin("PUT", "/admin/webphone/third.example", R"({"brandName": "Third"})");
  ASSERT_EQ(site.admin("POST", "/admin/reset").status(), 204);
  EXPECT_FALSE(site.exchange.certified.contains("third.example"));
  EXPECT_EQ(site.exchange.certified["standin.test"], 1);
  EXPECT_FALSE(has_line(site, "third.example 60 CNAME web.standin.test"));
}

}  // namespace
}  // namespace cxload::standin::web
