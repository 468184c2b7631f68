/// Portal: the web session of one phone: the operations of its site by name, measured and traced.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/net/http_client.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/phone/group.hpp>
#include <cxload/phone/services.hpp>
#include <cxload/stats/metric.hpp>
#include <cxload/webphone/form.hpp>
#include <cxload/webphone/lead.hpp>
#include <cxload/webphone/provisioning.hpp>
#include <cxload/webphone/site_profile.hpp>

namespace cxload::phone {

/// The web half of a deployment as the phones of a group see it. Read-only, shared; outlives its shards.
struct WebSide {
  net::HttpSite http;
  webphone::SiteProfile profile;
  std::map<std::string, stats::MetricId, std::less<>> metrics;  ///< of http.<operation>, by operation
};

/// What a session knows by now.
struct PortalState {
  bool is_logged_in = false;
  std::optional<webphone::Provisioning> provisioning;  ///< after a login, where the site maps it
  std::optional<webphone::Lead> lead;                  ///< the record on the agent page
  std::string campaign;
  std::string redirected_to;           ///< by the last chain
  bool skipped_login = false;          ///< the site does not map it: what needs a session is skipped too
  std::optional<TimePoint> signed_up;  ///< when the form was sent, until the first registration
};

/// Threads: its shard's. Lifetime: group and services outlive it, and it outlives the flows that wait in it.
/// Errors: a status is an answer; Failure: skip.not_mapped, local.no_web, http.*, dns.*, tcp.*, tls.*.
class Portal {
 public:
  Portal(net::Shard& shard, const Group& group, Services& services, Account account);
  ~Portal();
  Portal(const Portal&) = delete;
  Portal& operator=(const Portal&) = delete;

  [[nodiscard]] bool is_mapped(std::string_view operation) const;
  [[nodiscard]] const webphone::SiteProfile& profile() const;
  [[nodiscard]] const std::string& origin() const;  ///< "https://phone.example.com"
  /// `variables`: an object, see webphone::fill().
  net::Awaitable<Outcome<net::HttpResponse>> run(std::string operation, webphone::Json variables);
  /// The same where only a document of JSON will do. Failure beside: http.<status> with the portal's words,
  /// http.content_type, http.json, http.json_limit.
  net::Awaitable<Outcome<webphone::Json>> fetch(std::string operation, webphone::Json variables);
  /// Any request, measured as http.<operation>.
  net::Awaitable<Outcome<net::HttpResponse>> send(std::string operation, net::HttpRequest request);

  /// Logs in as `account()` and fetches the provisioning. A failed one leaves no session.
  net::Awaitable<Outcome<>> log_in();
  net::Awaitable<Outcome<>> log_out();
  /// How many phones the site profile made skip something; counted, told, never failed.
  void note_skipped(std::string_view operation);

  /// Who logs in: not who the provisioning makes of it.
  [[nodiscard]] const Account& account() const;
  void become(Account account);  ///< after a sign-up: another person, a new session
  [[nodiscard]] PortalState& state();

  void begin_activity(std::shared_ptr<Activity> activity);
  void end_activity();
  void note(std::string event);                                        ///< for the ladder
  void note_registered(TimePoint now);                                 ///< ends signup.total, where one runs
  void count_step(std::string_view kind, Duration took, bool failed);  ///< button.step
  void count_chain(Duration took, bool failed);                        ///< button.chain

  void set_bearer(std::string token);  ///< sent to the site, masked everywhere
  void count_auth_failure();           ///< the deployment refused our credentials
  void hide(std::string_view secret);  ///< from now on masked in what is shown
  [[nodiscard]] std::string masked(std::string_view text) const;
  void forget();  ///< session and connection

 private:
  net::Awaitable<Outcome<>> fetch_provisioning(const webphone::Json& login);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// "http.404" with the words of the portal, masked and short.
[[nodiscard]] Failure refused(const Portal& portal, std::string_view what, const net::HttpResponse& response);
/// That an answer is JSON by its own account; http.content_type.
[[nodiscard]] Outcome<> check_json_type(const net::HttpResponse& response);

}  // namespace cxload::phone
