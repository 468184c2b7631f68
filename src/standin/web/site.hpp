/// Site: phone, portal and API behind the web door. A machine without I/O: a request and `now` in, a reply
/// out.
#pragma once
#include <deque>
#include <memory>
#include <unordered_map>

#include <boost/json/value.hpp>

#include <cxload/standin/config.hpp>

#include "../core/mailboxes.hpp"
#include "../defect.hpp"
#include "../store/store.hpp"
#include "app_folder.hpp"
#include "brand.hpp"
#include "call_routes.hpp"
#include "domains.hpp"
#include "exchange.hpp"
#include "histories.hpp"
#include "login_guard.hpp"
#include "push_message.hpp"
#include "router.hpp"
#include "sessions.hpp"

namespace cxload::standin::web {

/// Something that happened, for the admin API and for tests. No secrets.
struct Happening {
  WallTime at;
  std::string kind, who, what;
};

/// Threads: one.
class Site {
 public:
  /// `config` and `exchange` outlive it. Failure: local.standin.
  static Outcome<std::unique_ptr<Site>> open(const Config& config, Exchange& exchange, WallTime wall);

  [[nodiscard]] Reply serve(const Request& request, TimePoint now, WallTime wall);
  [[nodiscard]] Reply serve_admin(const Request& request, TimePoint now, WallTime wall);
  /// 301 to the same place over HTTPS (RFC 9110 15.4.2).
  [[nodiscard]] Reply redirect(const Request& request, std::uint16_t https_port, TimePoint now,
                               WallTime wall);

  void note(WallTime wall, std::string kind, std::string who, std::string what);
  /// Callers' messages.
  void deposit(const VoiceMessage& message, WallTime wall);
  [[nodiscard]] std::optional<Duration> answers_after(const std::string& user) const;
  [[nodiscard]] Mailboxes::Count count_messages(const std::string& user);
  /// A call has come for somebody who is away: his phones are woken. False: he has none to wake.
  bool wake(const std::string& user, const std::string& caller, const std::string& call_id, WallTime wall);
  void on_pushed(const std::string& endpoint, int status, WallTime wall);
  void refresh_users();  ///< users, or what their customers may, changed
  /// Everything as on the first day.
  Outcome<> reset(WallTime wall);

  // For handlers.
  [[nodiscard]] const Config& config() const { return config_; }
  [[nodiscard]] store::Store& store() { return *store_; }
  [[nodiscard]] Exchange& exchange() { return exchange_; }
  [[nodiscard]] Sessions& sessions() { return sessions_; }
  [[nodiscard]] LoginGuard& guard() { return guard_; }
  [[nodiscard]] Brands& brands() { return *brands_; }
  [[nodiscard]] Domains& domains() { return domains_; }
  [[nodiscard]] CallRoutes& call_routes() { return call_routes_; }
  [[nodiscard]] Histories& histories() { return histories_; }
  [[nodiscard]] const AppFolder& app() const { return app_; }
  [[nodiscard]] const std::deque<Happening>& happenings() const { return happenings_; }
  [[nodiscard]] boost::json::value& last_result() { return last_result_; }  ///< of a script; for a defect
  /// For the defect script_race: does this script run at `now`? If not, then from now on, for `delay`.
  [[nodiscard]] bool is_running(store::Id script, TimePoint now, Duration delay);
  [[nodiscard]] const std::string& admin_token() const { return admin_token_; }
  [[nodiscard]] const std::string& deploy_id() const { return deploy_id_; }
  [[nodiscard]] const std::string& push_key() const { return push_key_; }  ///< VAPID's public one (RFC 8292)
  /// The row of a SIP user; one that only the settings know is made now.
  [[nodiscard]] std::optional<boost::json::object> find_user(const std::string& username);

 private:
  Site(const Config& config, Exchange& exchange, std::unique_ptr<store::Store> store);
  Outcome<> fill(WallTime wall);
  [[nodiscard]] Reply dispatch(const Router& router, const Request& request, const Brand& brand,
                               TimePoint now, WallTime wall);
  [[nodiscard]] const Session* find_session(const Request& request, TimePoint now) const;
  [[nodiscard]] const WebFaults& faults(const std::string& user) const;
  void refresh_mailboxes();

  // Given.
  const Config& config_;
  Exchange& exchange_;
  // Owned.
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Brands> brands_;
  Domains domains_;
  CallRoutes call_routes_;
  DefectSet defects_;
  AppFolder app_;
  Router routes_, admin_routes_;
  // State.
  Sessions sessions_;
  LoginGuard guard_;
  std::deque<Happening> happenings_;
  Histories histories_;
  std::unordered_map<std::string, Duration> mailboxes_;  ///< of users who have one of their own
  boost::json::value last_result_;
  std::unordered_map<store::Id, TimePoint> running_;  ///< until when
  std::string admin_token_, deploy_id_, push_key_;
  std::optional<PushKey> sender_key_;
};

}  // namespace cxload::standin::web
