/// HttpClient: the browser half of one phone: HTTP/1.1 with one kept connection, cookies, a bearer token and
/// redirects, on the same streams as the phone's links.
#pragma once
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/net/http_message.hpp>
#include <cxload/net/link.hpp>
#include <cxload/net/shard.hpp>

namespace cxload::net {

struct HttpLimits {
  Duration first_byte = std::chrono::seconds(30);  ///< from the request to the first byte of its answer
  Duration whole = std::chrono::seconds(60);       ///< with connecting and redirects
  std::size_t header = 64 * 1024;
  std::size_t body = 8 * 1024 * 1024;  ///< as received; unpacked at most as much again
  unsigned redirects = 10;
};

/// Where the clients of a group may go. Read-only, shared by shards; outlives them, as every Door.
struct HttpSite {
  HttpUrl origin;                                   ///< what relative URLs belong to
  std::map<std::string, Door, std::less<>> places;  ///< HttpUrl::origin() → its door (tls or tcp)
  HttpLimits limits;
  std::string user_agent = "cxload";
};

/// Sees what a client does, for measurements and the ladder; nothing it is told holds a secret. Calls come
/// from the shard's loop.
class HttpWatcher {
 public:
  virtual void on_http_connected(const ConnectTimes& times, const Endpoint& remote) = 0;
  virtual void on_http_sent(std::string_view method, const HttpUrl& url, std::size_t body, TimePoint at) = 0;
  virtual void on_http_answered(const HttpResponse& response, TimePoint at) = 0;
  virtual void on_http_failed(const Failure& failure, TimePoint at) = 0;

 protected:
  ~HttpWatcher() = default;
};

/// Threads: the shard's. One request at a time; nothing is pipelined. Lifetime: site and watcher outlive it,
/// and it outlives the flow that waits in send(). Cancellation: terminal; the connection is given up.
/// Idle it holds its connection and its cookies, no buffer; without one, a TLS ticket an origin.
class HttpClient {
 public:
  HttpClient(Shard& shard, const HttpSite& site, HttpWatcher& watcher);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Any status is an answer. Failure: http.timeout, http.closed, http.bad_response, http.too_large,
  /// http.bomb, http.redirects, http.insecure_redirect, http.other_host, http.url, and dns.*, tcp.*, tls.* of
  /// the connection.
  Awaitable<Outcome<HttpResponse>> send(HttpRequest request);

  /// Sent as Authorization to the site's own origin and nowhere else; empty: none.
  void set_bearer(std::string token);
  /// Cookies and token, so that they can be kept out of what is shown.
  [[nodiscard]] std::vector<std::string_view> secrets() const;
  void forget_session();  ///< cookies, token and TLS session: a browser that was never here
  void close();           ///< the connection; the session stays, that of TLS too
  [[nodiscard]] bool is_connected() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cxload::net
