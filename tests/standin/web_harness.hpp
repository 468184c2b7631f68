/// A site without doors: requests in, replies out, and a clock of its own.
#pragma once
#include <map>
#include <set>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "../../src/standin/store/fixtures.hpp"
#include "../../src/standin/web/site.hpp"

namespace cxload::standin::web {

namespace json = boost::json;

/// The SIP half, as far as the site sees it.
class VirtualExchange final : public Exchange {
 public:
  [[nodiscard]] std::optional<std::string> password_of(const std::string& user) const override {
    const auto found = accounts.find(user);
    return found == accounts.end() ? std::nullopt : std::optional(found->second);
  }
  void put_account(const std::string& user, const std::string& password) override {
    accounts[user] = password;
  }
  void remove_account(const std::string& user) override { accounts.erase(user); }
  [[nodiscard]] std::string caller_id_of(const std::string& user) const override {
    const auto found = caller_ids.find(user);
    return found == caller_ids.end() ? std::string() : found->second;
  }
  void put_caller_id(const std::string& user, const std::string& caller_id) override {
    caller_ids[user] = caller_id;
  }
  [[nodiscard]] bool is_registered(const std::string& user) const override {
    return registered.contains(user);
  }
  [[nodiscard]] std::string websocket_door() const override { return "standin.test:8443"; }
  void push(const PushPost& post) override { pushed.push_back(post); }
  void on_mailbox(const std::string& user) override { told.push_back(user); }
  std::uint64_t call(const CallOrder& order) override {
    if (!registered.contains(order.user)) return 0;
    orders.push_back(order);
    return orders.size();
  }
  bool hang_up(std::uint64_t id) override { return id > 0 && id <= orders.size(); }
  [[nodiscard]] std::vector<CallReport> calls() const override {
    std::vector<CallReport> all;
    for (const CallOrder& order : orders) {
      CallReport& report = all.emplace_back();
      report.id = all.size();
      report.user = order.user;
      report.caller = order.caller;
    }
    return all;
  }
  std::optional<tls::Validity> certify(const std::string& name) override {
    if (name.empty() || name.find(' ') != std::string::npos) return std::nullopt;
    certified[name] += 1;
    return tls::Validity{WallTime(std::chrono::seconds(1'799'996'400)),
                         WallTime(std::chrono::seconds(1'802'592'000))};
  }
  void withdraw(const std::string& name) override { certified.erase(name); }
  void on_names() override { ++name_changes; }

  std::map<std::string, std::string> accounts, caller_ids;
  std::set<std::string> registered;
  std::vector<std::string> told;
  std::vector<CallOrder> orders;
  std::map<std::string, int> certified;  ///< how often
  int name_changes = 0;
  std::vector<PushPost> pushed;
};

struct Seen {
  Reply reply;
  json::value value;  ///< of the body, where it is JSON

  [[nodiscard]] int status() const { return reply.status; }
  [[nodiscard]] const json::object& object() const { return value.as_object(); }
  [[nodiscard]] const json::array& array() const { return value.as_array(); }
  [[nodiscard]] std::string text(std::string_view key) const {
    const json::value* one = value.is_object() ? object().if_contains({key.data(), key.size()}) : nullptr;
    return one == nullptr || !one->is_string() ? "" : std::string(one->as_string().c_str());
  }
};

/// One stand-in's site; 1000 and 1001 are Acme's, 1009 Globex's.
class VirtualSite {
 public:
  explicit VirtualSite(std::vector<std::string> defects = {}, WebSettings web = {}) {
    config_.web = std::move(web);
    for (std::string& id : defects) config_.defects.push_back({std::move(id)});
    for (const std::string user : {"1000", "1001", "1009", "1019"}) {
      config_.accounts.push_back({user, "pw-" + user});
      exchange.accounts[user] = "pw-" + user;
    }
    auto opened = Site::open(config_, exchange, wall);
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().detail);
    site_ = std::move(*opened);
  }

  Site& site() { return *site_; }
  const Config& config() const { return config_; }

  Seen ask(std::string method, std::string target, std::string body = {}, Headers headers = {}) {
    return see(site_->serve(make(std::move(method), std::move(target), std::move(body), std::move(headers)),
                            now, wall));
  }
  Seen admin(std::string method, std::string target, std::string body = {}) {
    return see(site_->serve_admin(make(std::move(method), std::move(target), std::move(body),
                                       {{"Authorization", "Bearer " + site_->admin_token()}}),
                                  now, wall));
  }
  Request make(std::string method, std::string target, std::string body, Headers headers) const {
    Request request{std::move(method), std::move(target), std::move(headers), std::move(body), source};
    if (!request.find("host")) request.headers.emplace_back("Host", host);
    if (!request.body.empty() && !request.find("content-type"))
      request.headers.emplace_back("Content-Type", "application/json");
    if (!token.empty() && !request.find("authorization"))
      request.headers.emplace_back("Authorization", "Bearer " + token);
    return request;
  }
  Seen try_login(const std::string& user, const std::string& password) {
    return ask("POST", "/api/softphone/login",
               json::serialize(json::object{{"username", user}, {"password", password}}));
  }
  /// From now on every request is this user's.
  void log_in(const std::string& user = "1000") {
    token.clear();
    const Seen seen = try_login(user, exchange.accounts[user]);
    ASSERT_EQ(seen.status(), 200) << seen.reply.body;
    token = seen.text("jwt");
  }
  Seen sign_up(const std::string& user, const std::string& email = {}) {
    return ask("POST", "/api/softphone/register",
               json::serialize(json::object{{"name", "New Customer"},
                                            {"email", email.empty() ? user + "@new.example" : email},
                                            {"username", user},
                                            {"password", "secret-" + user}}));
  }
  void pass(Duration time) {
    now += time;
    wall += std::chrono::duration_cast<WallTime::duration>(time);
  }
  void set_brand(std::string_view change) {
    admin("PUT", "/admin/webphone/phone.standin.test", std::string(change));
  }

  VirtualExchange exchange;
  std::string host = "phone.standin.test", token;
  net::Endpoint source{net::Address::loopback(), 50'000};
  TimePoint now{std::chrono::hours(1000)};
  WallTime wall{std::chrono::seconds(1'800'000'000)};

 private:
  static Seen see(Reply reply) {
    boost::system::error_code error;
    json::value value = json::parse(json::string_view(reply.body.data(), reply.body.size()), error);
    return {std::move(reply), error ? json::value() : std::move(value)};
  }

  Config config_;
  std::unique_ptr<Site> site_;
};

}  // namespace cxload::standin::web
