#include "site.hpp"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/log.hpp>
#include <cxload/base/text.hpp>

#include "../store/fixtures.hpp"
#include "context.hpp"
#include "finish.hpp"
#include "mailroom.hpp"
#include "routes.hpp"
#include "secrets.hpp"

namespace cxload::standin::web {
namespace {

constexpr std::size_t most_happenings = 10'000;
constexpr std::size_t longest_target = 4096;

/// RFC 9112 3.2: what is no path is none of ours.
bool is_sane(std::string_view target) {
  if (!target.starts_with('/') || target.size() > longest_target) return false;
  for (const char c : target)
    if (static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) == 0x7F) return false;
  return true;
}

std::string bearer_of(const Request& request) {
  const std::string_view header = request.find("authorization").value_or("");
  constexpr std::string_view scheme = "bearer ";
  return text::istarts_with(header, scheme) ? std::string(text::trim(header.substr(scheme.size())))
                                            : std::string();
}

}  // namespace

store::Id Context::id(std::string_view name) const {
  const auto number = text::parse_unsigned(variable(name));
  return number && *number <= INT64_MAX ? static_cast<store::Id>(*number) : 0;
}

Site::Site(const Config& config, Exchange& exchange, std::unique_ptr<store::Store> store)
    : config_(config),
      exchange_(exchange),
      store_(std::move(store)),
      domains_(*store_, exchange_, store::zone_of(config)),
      call_routes_(*store_),
      defects_(config.defects),
      routes_(public_routes()),
      admin_routes_(web::admin_routes()),
      guard_(config.web.login_delay, config.web.most_auth_failures, config.web.ban),
      admin_token_(config.web.admin_token.empty() ? crypto::random_token(32) : config.web.admin_token),
      deploy_id_(crypto::hash_hex(crypto::Hash::sha256, crypto::random_token(20)).substr(0, 8)),
      sender_key_(PushKey::make()) {
  if (sender_key_) push_key_ = to_base64url(std::string_view(sender_key_->public_point()));
}

Outcome<std::unique_ptr<Site>> Site::open(const Config& config, Exchange& exchange, WallTime wall) {
  auto store = store::Store::open(config.web.database);
  if (!store) return store.error();
  std::unique_ptr<Site> site(new Site(config, exchange, std::move(*store)));
  site->brands_ = std::make_unique<Brands>(*site->store_, store::web_host_of(config));
  auto app = AppFolder::read(config.web.app);
  if (!app) return app.error();
  site->app_ = std::move(*app);
  // What a file remembers stays.
  if (site->store_->find_one(store::brands, {{"domain", site->brands_->first_domain()}})) {
    for (const auto& user : site->store_->find(store::sip_users)) {
      const std::string name = store::text_in(user, "username");
      if (!exchange.password_of(name)) exchange.put_account(name, store::text_in(user, "password"));
      if (const std::string cli = store::text_in(user, "cli"); !cli.empty())
        exchange.put_caller_id(name, cli);
    }
    site->refresh_users();
    site->domains_.take_over();
    return site;
  }
  if (const Outcome<> filled = site->fill(wall); !filled) return filled.error();
  return site;
}

Outcome<> Site::reset(WallTime wall) {
  for (const auto& user : store_->find(store::sip_users)) {
    const std::string name = store::text_in(user, "username");
    const auto given = std::find_if(config_.accounts.begin(), config_.accounts.end(),
                                    [&](const Account& account) { return account.user == name; });
    if (given == config_.accounts.end())
      exchange_.remove_account(name);
    else
      exchange_.put_caller_id(name, given->cli);
  }
  domains_.forget();
  store_->clear();
  brands_->forget();
  sessions_.close_all();
  guard_.forget();
  happenings_.clear();
  histories_.forget();
  mailboxes_.clear();
  return fill(wall);
}

Outcome<> Site::fill(WallTime wall) {
  const Outcome<> filled = store::fill(*store_, config_, wall);
  if (!filled) return filled;
  refresh_users();
  domains_.take_over();
  const auto brands = store_->find(store::brands);
  for (const auto& brand : brands) domains_.adopt(brand);
  return {};
}

bool Site::is_running(store::Id script, TimePoint now, Duration delay) {
  constexpr Duration least = std::chrono::milliseconds(20);  // a script takes a while to end
  TimePoint& until = running_[script];
  if (now < until) return true;
  until = now + std::max(delay, least);
  return false;
}

void Site::note(WallTime wall, std::string kind, std::string who, std::string what) {
  if (happenings_.size() >= most_happenings) happenings_.pop_front();
  happenings_.push_back({wall, std::move(kind), std::move(who), std::move(what)});
}

std::optional<boost::json::object> Site::find_user(const std::string& username) {
  if (auto row = store_->find_one(store::sip_users, {{"username", username}})) return row;
  const auto password = exchange_.password_of(username);
  if (!password) return std::nullopt;
  json::object row = store::row_of_account(username, *password);
  if (const std::string cli = exchange_.caller_id_of(username); !cli.empty()) row["cli"] = key_of(cli);
  const store::Written made = store_->insert(store::sip_users, row);
  if (!made) return std::nullopt;
  return store_->get(store::sip_users, made.id);
}

void Site::deposit(const VoiceMessage& message, WallTime wall) {
  store_message(*store_, message, wall);
  note(wall, "voicemail", message.user, message.call_id);
}

std::optional<Duration> Site::answers_after(const std::string& user) const {
  const auto own = mailboxes_.find(user);
  return own == mailboxes_.end() ? config_.web.voicemail_after : std::optional(own->second);
}

Mailboxes::Count Site::count_messages(const std::string& user) { return web::count_messages(*store_, user); }

bool Site::wake(const std::string& user, const std::string& caller, const std::string& call_id,
                WallTime wall) {
  constexpr std::size_t salt_size = 16;
  const auto decode = [](const std::string& text) {
    const auto bytes = from_base64url(text);
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  const std::string plain = boost::json::serialize(
      boost::json::object{{"type", "incoming"}, {"caller", key_of(caller)}, {"call_id", key_of(call_id)}});
  bool is_sent = false;
  for (const auto& row : store_->find(store::subscriptions, {{"username", user}})) {
    const auto key = PushKey::make();
    if (!key || !sender_key_) return is_sent;
    std::string salt(salt_size, '\0');
    crypto::random_bytes(reinterpret_cast<std::byte*>(salt.data()), salt.size());
    const PushTarget target{store::text_in(row, "endpoint"), decode(store::text_in(row, "p256dh")),
                            decode(store::text_in(row, "auth"))};
    const std::string body = seal_push(target, plain, *key, salt);
    if (body.empty()) continue;
    const int times = faults(user).push_twice ? 2 : 1;
    for (int i = 0; i < times; ++i)
      exchange_.push({target.endpoint, make_vapid(*sender_key_, target.endpoint, wall), body});
    note(wall, "push", user, call_id);
    is_sent = true;
  }
  return is_sent;
}

void Site::on_pushed(const std::string& endpoint, int status, WallTime wall) {
  constexpr int not_found = 404;
  constexpr int gone = 410;
  const auto row = store_->find_one(store::subscriptions, {{"endpoint", endpoint}});
  if (!row) return;
  note(wall, "push_answered", store::text_in(*row, "username"), std::to_string(status));
  // RFC 8030 7.3: such a subscription is over.
  if (status == not_found || status == gone)
    store_->remove(store::subscriptions, store::number_in(*row, "id"));
}

void Site::refresh_users() {
  refresh_mailboxes();
  call_routes_.refresh();
}

void Site::refresh_mailboxes() {
  constexpr std::int64_t usual_ms = 20'000;
  mailboxes_.clear();
  for (const auto& user : store_->find(store::sip_users)) {
    if (!store::flag_in(user, "voicemail")) continue;
    const std::int64_t ms = store::number_in(user, "voicemail_after_ms");
    mailboxes_[store::text_in(user, "username")] = std::chrono::milliseconds(ms > 0 ? ms : usual_ms);
  }
}

const WebFaults& Site::faults(const std::string& user) const {
  return defects_.behaviour(net::Scheme::wss, user).web;
}

const Session* Site::find_session(const Request& request, TimePoint now) const {
  if (const std::string token = bearer_of(request); !token.empty()) return sessions_.find_token(token, now);
  const auto cookie = request.cookie("cxs");
  return cookie ? sessions_.find(*cookie, now) : nullptr;
}

Reply Site::serve(const Request& request, TimePoint now, WallTime wall) {
  const WebFaults& everybody = faults({});
  if (!is_sane(request.target)) return finish(refuse(400, "that is no path"), request, everybody);
  const bool is_first = everybody.one_brand || (everybody.any_host && request.host().empty());
  const Brand* brand = brands_->find(is_first ? brands_->first_domain() : request.host());
  if (brand == nullptr) return finish(refuse(421, "this host is not served here"), request, everybody);
  Reply reply = dispatch(routes_, request, *brand, now, wall);
  const Session* session = find_session(request, now);
  return finish(std::move(reply), request, session == nullptr ? everybody : faults(session->username));
}

Reply Site::serve_admin(const Request& request, TimePoint now, WallTime wall) {
  if (!is_sane(request.target)) return refuse(400, "that is no path");
  if (!is_same_secret(bearer_of(request), admin_token_)) return refuse(401, "the token is missing or wrong");
  const Brand nobody;
  return dispatch(admin_routes_, request, nobody, now, wall);
}

Reply Site::dispatch(const Router& router, const Request& request, const Brand& brand, TimePoint now,
                     WallTime wall) {
  const Router::Found found = router.find(request.method, request.path());
  const Session* session = find_session(request, now);
  const WebFaults& rules = faults(session == nullptr ? std::string() : session->username);
  Context context{*this, request, found.variables, brand, session, now, wall, rules};
  if (found.route == nullptr) return answer_unrouted(context, found.allowed);
  const Access access = found.route->access;
  const bool needs_user = access == Access::user;
  if ((needs_user || access == Access::portal) && session == nullptr) return refuse(401, "Unauthorized");
  if (needs_user && session->username.empty()) return refuse(403, "this is the phone's");
  Reply reply = found.route->handler(context);
  if (store_->database().fault().empty()) return reply;
  CXLOAD_LOG(warn, "standin", "the store failed: {}", store_->database().fault());
  store_->database().clear_fault();
  return refuse(500, "the store failed");
}

Reply Site::redirect(const Request& request, std::uint16_t https_port, TimePoint now, WallTime wall) {
  if (faults({}).no_redirect) return serve(request, now, wall);
  const std::string host = request.host();
  if (host.empty() || !is_sane(request.target)) return refuse(400, "that is no path");
  constexpr std::uint16_t usual = 443;
  const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
  Reply reply{301};
  reply.set("Location",
            fmt::format("https://{}{}{}", shown, https_port == usual ? "" : fmt::format(":{}", https_port),
                        request.target));
  return reply;
}

}  // namespace cxload::standin::web
