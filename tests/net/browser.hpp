/// One HTTP client of a test, the places it may go, and what its watcher saw.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include <cxload/net/http_client.hpp>
#include <cxload/net/tls.hpp>

#include "net/client.hpp"
#include "net/loop.hpp"
#include "net/peers/certificates.hpp"

namespace cxload::net::test {

struct Browser final : HttpWatcher {
  /// At home at the peer on `port`.
  Browser(Loop& its_loop, std::uint16_t port, bool is_secure = false) : loop(its_loop) {
    site.origin = add_place(port, is_secure);
  }
  HttpUrl add_place(std::uint16_t port, bool is_secure = false) {
    HttpUrl url;
    url.is_secure = is_secure;
    url.host = "127.0.0.1";
    url.port = port;
    Door door = door_to(is_secure ? Scheme::tls : Scheme::tcp, port);
    if (is_secure) door.tls = trusting(authority().file());
    site.places.emplace(url.origin(), std::move(door));
    return url;
  }
  HttpClient& client() {
    if (!client_) client_.emplace(loop.shard, site, *this);
    return *client_;
  }

  /// Plays the requests one after the other and waits for the last answer.
  std::vector<Outcome<HttpResponse>> send_all(std::vector<HttpRequest> requests) {
    std::vector<Outcome<HttpResponse>> answers;
    loop.shard.spawn(play(client(), requests, answers, loop));
    loop.run();
    return answers;
  }
  Outcome<HttpResponse> send(HttpRequest request) {
    const auto answers = send_all({std::move(request)});
    return answers.empty() ? Outcome<HttpResponse>(Failure{"test.no_answer", "the loop ended"})
                           : answers.front();
  }
  Outcome<HttpResponse> get(const std::string& url) { return send(HttpRequest("GET", url)); }
  /// The failure's kind, or the status.
  std::string try_get(const std::string& url) { return told(get(url)); }
  static std::string told(const Outcome<HttpResponse>& answer) {
    return answer ? std::to_string(answer->status) : answer.error().kind;
  }

  void on_http_connected(const ConnectTimes& times, const Endpoint&) override {
    ++connections;
    has_tls_time = times.tls.has_value();
  }
  void on_http_sent(std::string_view method, const HttpUrl& url, std::size_t, TimePoint) override {
    seen.push_back(std::string(method) + " " + url.shown_target());
  }
  void on_http_answered(const HttpResponse& response, TimePoint) override {
    seen.push_back(std::to_string(response.status));
  }
  void on_http_failed(const Failure& failure, TimePoint) override { seen.push_back(failure.kind); }

  Loop& loop;
  HttpSite site;
  std::vector<std::string> seen;
  int connections = 0;
  bool has_tls_time = false;

 private:
  static Awaitable<void> play(HttpClient& client, std::vector<HttpRequest>& requests,
                              std::vector<Outcome<HttpResponse>>& answers, Loop& loop) {
    for (HttpRequest& request : requests) {
      Outcome<HttpResponse> answer = co_await client.send(std::move(request));
      answers.push_back(std::move(answer));
    }
    loop.stop();
  }

  std::optional<HttpClient> client_;
};

}  // namespace cxload::net::test
