#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/phone/portal.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "http_ladder.hpp"
#include "web_labels.hpp"

namespace cxload::phone {
namespace {

namespace metric = stats::metric;

constexpr std::size_t most_secrets = 64;
constexpr std::size_t shortest_secret = 4;  ///< less would shred what is shown

const WebSide& nowhere() {
  static const WebSide none;
  return none;
}

std::string_view class_of(int status) {
  constexpr std::array<std::string_view, 6> names = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};
  return status >= 100 && status < 600 ? names[static_cast<std::size_t>(status / 100)] : names[0];
}

}  // namespace

struct Portal::Impl final : net::HttpWatcher {
  Impl(net::Shard& its_shard, const Group& its_group, Services& its_services, Account its_account)
      : group(its_group),
        services(its_services),
        web(its_group.web ? *its_group.web : nowhere()),
        account(std::move(its_account)),
        client(its_shard, web.http, *this),
        who(std::make_shared<const std::string>(account.user)),
        origin(web.http.origin.origin()) {}

  void on_http_connected(const net::ConnectTimes& times, const net::Endpoint& remote) override {
    stats::Recorder& recorder = services.telemetry.recorder;
    const stats::LabelId by = labels_of();
    if (times.dns) recorder.sample(metric::phase_dns, by, *times.dns);
    if (times.tcp) recorder.sample(metric::phase_tcp, by, *times.tcp);
    if (times.tls) recorder.sample(metric::phase_tls, by, *times.tls);
    note("portal: connected to " + remote.to_string());
  }
  void on_http_sent(std::string_view method, const net::HttpUrl& url, std::size_t body,
                    TimePoint at) override {
    if (activity) add(true, at, http_request_line(method, mask(url.shown_target()), body));
  }
  void on_http_answered(const net::HttpResponse& response, TimePoint at) override {
    ++services.telemetry.responses;
    if (activity) add(false, at, http_status_line(response));
  }
  void on_http_failed(const Failure& failure, TimePoint) override {
    note("portal: " + failure.kind + " (" + mask(failure.detail) + ")");
  }

  void add(bool sent, TimePoint at, std::string line) {
    activity->trace.add({at, sent, who, std::make_shared<const std::string>(std::move(line)), {}});
  }
  void note(std::string event) {
    if (activity) activity->trace.add({Clock::now(), true, who, nullptr, std::move(event)});
  }
  [[nodiscard]] stats::LabelId labels_of(std::string_view kind = {}) {
    return labels.find(services.telemetry.recorder, group, activity.get(), web.http.origin.is_secure, kind);
  }
  [[nodiscard]] std::string mask(std::string_view text) const {
    std::string out(text);
    const auto hide = [&out](std::string_view secret) {
      if (secret.size() < shortest_secret) return;
      for (std::size_t at = out.find(secret); at != std::string::npos; at = out.find(secret, at + 3))
        out.replace(at, secret.size(), "***");
    };
    for (const std::string& secret : secrets) hide(secret);
    for (const std::string_view secret : client.secrets()) hide(secret);
    if (account.password) hide(*account.password);
    return out;
  }
  void measure(std::string_view operation, const Outcome<net::HttpResponse>& answer) {
    const auto found = web.metrics.find(operation);
    if (found == web.metrics.end()) return;
    stats::Recorder& recorder = services.telemetry.recorder;
    const stats::LabelId by = labels_of(answer ? class_of(answer->status) : class_of(0));
    if (answer && answer->status < 400)
      recorder.sample(found->second, by, answer->answered - answer->sent);
    else
      recorder.failed(found->second, by);
  }

  // Given.
  const Group& group;
  Services& services;
  const WebSide& web;
  // State.
  Account account;
  net::HttpClient client;
  std::shared_ptr<const std::string> who;
  const std::string origin;
  std::shared_ptr<Activity> activity;
  WebLabels labels;
  PortalState state;
  std::vector<std::string> secrets;
};

Portal::Portal(net::Shard& shard, const Group& group, Services& services, Account account)
    : impl_(std::make_unique<Impl>(shard, group, services, std::move(account))) {}
Portal::~Portal() = default;

bool Portal::is_mapped(std::string_view operation) const {
  return impl_->web.profile.find(operation) != nullptr;
}
const webphone::SiteProfile& Portal::profile() const { return impl_->web.profile; }
const std::string& Portal::origin() const { return impl_->origin; }
const Account& Portal::account() const { return impl_->account; }
PortalState& Portal::state() { return impl_->state; }
void Portal::note(std::string event) { impl_->note(std::move(event)); }
std::string Portal::masked(std::string_view text) const { return impl_->mask(text); }
void Portal::begin_activity(std::shared_ptr<Activity> activity) { impl_->activity = std::move(activity); }
void Portal::end_activity() { impl_->activity.reset(); }

void Portal::become(Account account) {
  forget();
  impl_->state.signed_up.reset();
  impl_->account = std::move(account);
  impl_->who = std::make_shared<const std::string>(impl_->account.user);
}

void Portal::set_bearer(std::string token) { impl_->client.set_bearer(std::move(token)); }
void Portal::count_auth_failure() { ++impl_->services.telemetry.auth_failures; }

void Portal::forget() {
  impl_->client.forget_session();
  impl_->client.close();
  impl_->secrets.clear();
  // A login ends the session before it, not the sign-up that it belongs to.
  const std::optional<TimePoint> signed_up = impl_->state.signed_up;
  impl_->state = {};
  impl_->state.signed_up = signed_up;
}

void Portal::hide(std::string_view secret) {
  std::vector<std::string>& secrets = impl_->secrets;
  if (secret.size() < shortest_secret || std::find(secrets.begin(), secrets.end(), secret) != secrets.end())
    return;
  if (secrets.size() >= most_secrets) secrets.erase(secrets.begin());
  secrets.emplace_back(secret);
  // The longest first, so that none hides a part of another.
  std::ranges::stable_sort(secrets, std::greater<>(), &std::string::size);
}

net::Awaitable<Outcome<net::HttpResponse>> Portal::send(std::string operation, net::HttpRequest request) {
  if (!impl_->group.web) co_return Failure{"local.no_web", "this deployment has no `web`"};
  Outcome<net::HttpResponse> answer = co_await impl_->client.send(std::move(request));
  impl_->measure(operation, answer);
  co_return answer;
}

net::Awaitable<Outcome<net::HttpResponse>> Portal::run(std::string operation, webphone::Json variables) {
  if (!impl_->group.web) co_return Failure{"local.no_web", "this deployment has no `web`"};
  const webphone::Operation* mapped = impl_->web.profile.find(operation);
  if (mapped == nullptr) co_return webphone::not_mapped(operation);
  Outcome<webphone::FilledRequest> filled = webphone::fill(*mapped, variables);
  if (!filled) co_return filled.error();
  net::HttpRequest request(std::move(filled->method), std::move(filled->target));
  request.body = std::move(filled->body);
  if (!request.body.empty()) request.content_type = std::move(filled->content_type);
  request.headers.emplace_back("Accept", "application/json, */*;q=0.5");
  co_return co_await send(std::move(operation), std::move(request));
}

net::Awaitable<Outcome<webphone::Json>> Portal::fetch(std::string operation, webphone::Json variables) {
  const Outcome<net::HttpResponse> answer = co_await run(operation, std::move(variables));
  if (!answer) co_return answer.error();
  if (answer->status >= 300) co_return refused(*this, operation, *answer);
  const Outcome<> typed = check_json_type(*answer);
  if (!typed) co_return typed.error();
  co_return webphone::parse_json(answer->body);
}

void Portal::note_registered(TimePoint now) {
  if (!impl_->state.signed_up) return;
  impl_->services.telemetry.recorder.sample(metric::signup_total, impl_->labels_of(),
                                            now - *impl_->state.signed_up);
  impl_->state.signed_up.reset();
}

void Portal::note_skipped(std::string_view operation) {
  impl_->services.telemetry.recorder.add(metric::http_skipped, impl_->labels_of());
  note(fmt::format("skipped: {} is not mapped by the site profile", operation));
}

void Portal::count_step(std::string_view kind, Duration took, bool failed) {
  stats::Recorder& recorder = impl_->services.telemetry.recorder;
  if (failed) return recorder.failed(metric::button_step, impl_->labels_of(kind));
  recorder.sample(metric::button_step, impl_->labels_of(kind), took);
}

void Portal::count_chain(Duration took, bool failed) {
  stats::Recorder& recorder = impl_->services.telemetry.recorder;
  if (failed) return recorder.failed(metric::button_chain, impl_->labels_of());
  recorder.sample(metric::button_chain, impl_->labels_of(), took);
}

Failure refused(const Portal& portal, std::string_view what, const net::HttpResponse& response) {
  constexpr std::size_t most_words = 160;
  constexpr std::size_t most_looked_at = 4096;
  // Masked before it is cut: what is left of a secret would be no secret's own text any more.
  const std::string words =
      text::printable(portal.masked(std::string_view(response.body).substr(0, most_looked_at)), most_words);
  return {fmt::format("http.{}", response.status),
          fmt::format("{} was answered {} {}{}{}", what, response.status,
                      text::printable(response.reason, 80), words.empty() ? "" : ": ", words)};
}

Outcome<> check_json_type(const net::HttpResponse& response) {
  const std::string type = response.media_type();
  if (type == "application/json" || type.ends_with("+json")) return {};
  return Failure{"http.content_type", fmt::format("the answer should be JSON and says that it is {}",
                                                  type.empty() ? "nothing" : text::printable(type, 60))};
}

}  // namespace cxload::phone
