#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/net/cookie_jar.hpp>
#include <cxload/net/http_client.hpp>

#include "http_connection.hpp"
#include "redirect.hpp"
#include "request_writer.hpp"
#include "unpack.hpp"

namespace cxload::net {

struct HttpClient::Impl {
  Impl(Shard& its_shard, const HttpSite& its_site, HttpWatcher& its_watcher)
      : shard(its_shard), site(its_site), watcher(its_watcher) {}

  Awaitable<Outcome<HttpResponse>> send(HttpRequest request);
  Awaitable<Outcome<HttpResponse>> follow(HttpRequest request, HttpUrl url, TimePoint deadline);
  Awaitable<Outcome<HttpResponse>> ask(const HttpRequest& request, const HttpUrl& url, TimePoint deadline);
  Awaitable<Outcome<HttpResponse>> ask_on(const Door& door, const HttpConnection::Sending& sending,
                                          TimePoint deadline);
  [[nodiscard]] std::string write(const HttpRequest& request, const HttpUrl& url) const;
  [[nodiscard]] Outcome<> digest(HttpResponse& response);
  void drop_connection();

  // Given.
  Shard& shard;
  const HttpSite& site;
  HttpWatcher& watcher;
  // State.
  std::unique_ptr<HttpConnection> connection;
  std::string connected_to;                               ///< its origin
  std::map<std::string, TlsTicket, std::less<>> tickets;  ///< of connections that are gone, by origin
  CookieJar cookies;
  std::string bearer;
  bool is_busy = false;
};

HttpClient::HttpClient(Shard& shard, const HttpSite& site, HttpWatcher& watcher)
    : impl_(std::make_unique<Impl>(shard, site, watcher)) {}
HttpClient::~HttpClient() = default;

Awaitable<Outcome<HttpResponse>> HttpClient::send(HttpRequest request) {
  return impl_->send(std::move(request));
}
void HttpClient::set_bearer(std::string token) {
  const bool is_line = std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7F; });
  impl_->bearer = is_line ? std::move(token) : std::string();
}
std::vector<std::string_view> HttpClient::secrets() const {
  std::vector<std::string_view> all = impl_->cookies.values();
  if (!impl_->bearer.empty()) all.emplace_back(impl_->bearer);
  return all;
}
void HttpClient::forget_session() {
  impl_->cookies.clear();
  impl_->bearer.clear();
  impl_->drop_connection();
  impl_->tickets.clear();
}
void HttpClient::close() { impl_->drop_connection(); }
bool HttpClient::is_connected() const { return impl_->connection && impl_->connection->is_usable(); }

namespace {

/// One flow at a time, whatever way it leaves.
class Busy {
 public:
  explicit Busy(bool& flag) : flag_(flag) { flag_ = true; }
  ~Busy() { flag_ = false; }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

 private:
  bool& flag_;
};

}  // namespace

Awaitable<Outcome<HttpResponse>> HttpClient::Impl::send(HttpRequest request) {
  if (is_busy) co_return Failure{"http.busy", "this client is in the middle of another request"};
  const Busy busy(is_busy);
  const std::optional<HttpUrl> url = resolve_http_url(site.origin, request.url);
  if (!url) co_return Failure{"http.url", "the request's URL cannot be one"};
  if (const auto fault = request_fault(request))
    co_return Failure{"http.url", "the request cannot be sent: " + *fault};
  const TimePoint deadline = Clock::now() + request.timeout.value_or(site.limits.whole);
  const Outcome<HttpResponse> answer = co_await follow(std::move(request), *url, deadline);
  if (!answer) watcher.on_http_failed(answer.error(), Clock::now());
  co_return answer;
}

Awaitable<Outcome<HttpResponse>> HttpClient::Impl::follow(HttpRequest request, HttpUrl url,
                                                          TimePoint deadline) {
  TimePoint began{};
  std::size_t bytes = 0;
  for (unsigned redirects = 0;; ++redirects) {
    Outcome<HttpResponse> answer = co_await ask(request, url, deadline);
    if (!answer) co_return answer;
    if (redirects == 0) began = answer->sent;
    bytes += answer->wire_bytes;
    const bool is_followed = request.follows_redirects && is_redirect(*answer);
    if (!is_followed) {
      answer->redirects = redirects;
      answer->sent = began;
      answer->wire_bytes = bytes;
      co_return answer;
    }
    if (redirects >= site.limits.redirects)
      co_return Failure{"http.redirects", fmt::format("more than {} redirects, the last one to {}",
                                                      site.limits.redirects, url.shown_target())};
    Outcome<HttpUrl> next = redirect(request, url, *answer, site);
    if (!next) co_return next.error();
    url = std::move(*next);
  }
}

std::string HttpClient::Impl::write(const HttpRequest& request, const HttpUrl& url) const {
  const std::string sent_cookies = cookies.header_for(url, WallClock::now());
  HttpSessionHeaders session;
  session.user_agent = site.user_agent;
  session.cookies = sent_cookies;
  if (url.origin() == site.origin.origin()) session.bearer = bearer;
  return write_request(request, url, session);
}

/// A connection that was kept may be dead without our knowing: one more try, on a new one.
Awaitable<Outcome<HttpResponse>> HttpClient::Impl::ask(const HttpRequest& request, const HttpUrl& url,
                                                       TimePoint deadline) {
  const auto door = site.places.find(url.origin());
  if (door == site.places.end())
    co_return Failure{"http.other_host",
                      fmt::format("{} is not a place that the scenario names", url.origin())};
  HttpConnection::Sending sending;
  sending.bytes = write(request, url);
  sending.method = request.method;
  sending.url = url;
  sending.body = request.body.size();
  const bool is_kept = connection && connection->is_usable() && connected_to == url.origin();
  if (!is_kept) drop_connection();
  connected_to = url.origin();
  Outcome<HttpResponse> answer = co_await ask_on(door->second, sending, deadline);
  if (!answer && is_kept && connection->died_unheard()) {
    drop_connection();
    answer = co_await ask_on(door->second, sending, deadline);
  }
  if (!answer) co_return answer;
  const Outcome<> digested = digest(*answer);
  if (!digested) co_return digested.error();
  co_return answer;
}

Awaitable<Outcome<HttpResponse>> HttpClient::Impl::ask_on(const Door& door,
                                                          const HttpConnection::Sending& sending,
                                                          TimePoint deadline) {
  if (!connection) {
    connection = std::make_unique<HttpConnection>(shard, door, site.limits, watcher);
    if (const auto known = tickets.extract(connected_to)) connection->resume(std::move(known.mapped()));
    const Outcome<> opened = co_await connection->open(deadline);
    if (!opened) co_return opened.error();
  }
  co_return co_await connection->exchange(sending, deadline);
}

/// As browsers do, the next one takes up its TLS session (RFC 8446 2.2); a ticket is used once.
void HttpClient::Impl::drop_connection() {
  if (!connection) return;
  if (TlsTicket ticket = connection->take_ticket()) tickets[connected_to] = std::move(ticket);
  connection.reset();
}

Outcome<> HttpClient::Impl::digest(HttpResponse& response) {
  const WallTime now = WallClock::now();
  for (const auto& [name, value] : response.headers)
    if (text::iequals(name, "Set-Cookie")) cookies.take(value, response.url, now);
  watcher.on_http_answered(response, response.answered);
  const std::string* coding = response.header("Content-Encoding");
  if (coding == nullptr) return {};
  Outcome<std::string> body = unpack(response.body, *coding, site.limits.body);
  if (!body) return body.error();
  response.body = std::move(*body);
  return {};
}

}  // namespace cxload::net
