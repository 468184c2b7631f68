#include "site.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/log.hpp>
#include <cxload/base/text.hpp>

#include "../store/fixtures.hpp"
#include "context.hpp"
#include "finish.hpp"
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
      defects_(config.defects),
      routes_(public_routes()),
      admin_routes_(web::admin_routes()),
      guard_(config.web.login_delay, config.web.most_auth_failures, config.web.ban),
      admin_token_(config.web.admin_token.empty() ? crypto::random_token(32) : config.web.admin_token),
      deploy_id_(crypto::hash_hex(crypto::Hash::sha256, crypto::random_token(20)).substr(0, 8)) {}

Outcome<std::unique_ptr<Site>> Site::open(const Config& config, Exchange& exchange, WallTime wall) {
  auto store = store::Store::open(config.web.database);
  if (!store) return store.error();
  std::unique_ptr<Site> site(new Site(config, exchange, std::move(*store)));
  site->brands_ = std::make_unique<Brands>(*site->store_, store::web_host_of(config));
  auto app = AppFolder::read(config.web.app);
  if (!app) return app.error();
  site->app_ = std::move(*app);
  // What a file remembers stays.
  if (site->store_->find_one(store::brands, {{"domain", site->brands_->first_domain()}})) return site;
  if (const Outcome<> filled = store::fill(*site->store_, config, wall); !filled) return filled.error();
  return site;
}

Outcome<> Site::reset(WallTime wall) {
  for (const auto& user : store_->find(store::sip_users)) {
    const std::string name = store::text_in(user, "username");
    const auto given = std::find_if(config_.accounts.begin(), config_.accounts.end(),
                                    [&](const Account& account) { return account.user == name; });
    if (given == config_.accounts.end()) exchange_.remove_account(name);
  }
  store_->clear();
  brands_->forget();
  sessions_.close_all();
  guard_.forget();
  happenings_.clear();
  return store::fill(*store_, config_, wall);
}

void Site::note(WallTime wall, std::string kind, std::string who, std::string what) {
  if (happenings_.size() >= most_happenings) happenings_.pop_front();
  happenings_.push_back({to_iso(wall), std::move(kind), std::move(who), std::move(what)});
}

std::optional<boost::json::object> Site::find_user(const std::string& username) {
  if (auto row = store_->find_one(store::sip_users, {{"username", username}})) return row;
  const auto password = exchange_.password_of(username);
  if (!password) return std::nullopt;
  const store::Written made = store_->insert(store::sip_users, store::row_of_account(username, *password));
  if (!made) return std::nullopt;
  return store_->get(store::sip_users, made.id);
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
  const Brand* brand = brands_->find(everybody.one_brand ? brands_->first_domain() : request.host());
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

Reply Site::redirect(const Request& request, std::uint16_t https_port) const {
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
