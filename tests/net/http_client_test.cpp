// A phone's HTTP client against a server by Beast: what a browser session needs.
#include <gmock/gmock.h>

#include "net/browser.hpp"
#include "net/peers/beast_http.hpp"

namespace cxload::net {
namespace {

using namespace test;
using testing::ElementsAre;

const Identity& localhost_identity() {
  static const Identity identity = authority().issue("DNS:localhost,IP:127.0.0.1");
  return identity;
}

/// A server by Beast and what it was asked, in order.
struct Server {
  explicit Server(HttpHandler its_handler, bool is_secure = false)
      : handler(std::move(its_handler)),
        peer([this](Conversation& talk) { serve(talk); }, options(is_secure)) {}

  static Peer::Options options(bool is_secure) {
    Peer::Options options;
    if (is_secure) options.tls = &localhost_identity();
    return options;
  }
  void serve(Conversation& talk) {
    serve_http(talk, [this](const HttpAsked& request) {
      const std::lock_guard lock(mutex);
      asked.push_back(request);
      return handler(request);
    });
  }

  HttpHandler handler;
  std::mutex mutex;
  std::vector<HttpAsked> asked;
  Peer peer;
};

HttpReply hello(const HttpAsked&) { return {200, "hello", {{"Content-Type", "Text/Plain; charset=utf-8"}}}; }

TEST(HttpClient, AsksOverTlsAndKeepsItsConnection) {
  Loop loop;
  Server server(hello, true);
  Browser browser(loop, server.peer.port(), true);
  const auto answers = browser.send_all(
      {HttpRequest("GET", "/a?token=x"), HttpRequest("GET", "b"), HttpRequest("HEAD", "/c")});
  ASSERT_EQ(answers.size(), 3U);
  for (const auto& answer : answers) ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answers[0]->body, "hello");
  EXPECT_EQ(answers[0]->media_type(), "text/plain");
  EXPECT_EQ(answers[2]->body, "") << "a HEAD";
  EXPECT_EQ(browser.connections, 1);
  EXPECT_TRUE(browser.has_tls_time);
  EXPECT_TRUE(browser.client().is_connected());
  EXPECT_LE(answers[0]->sent, answers[0]->answered);
  EXPECT_THAT(browser.seen, ElementsAre("GET /a?…", "200", "GET /b", "200", "HEAD /c", "200"));
  EXPECT_EQ(server.asked[0].header("Host"), "127.0.0.1:" + std::to_string(server.peer.port()));
  EXPECT_EQ(server.asked[0].target, "/a?token=x");
}

TEST(HttpClient, RefusesACertificateOfAnotherName) {
  Loop loop;
  static const Identity other = authority().issue("DNS:other.test");
  Peer::Options options;
  options.tls = &other;
  Peer peer([](Conversation& talk) { talk.read_to_end(); }, options);
  Browser browser(loop, peer.port(), true);
  EXPECT_EQ(browser.try_get("/"), "tls.verify");
}

TEST(HttpClient, PostsABody) {
  Loop loop;
  Server server([](const HttpAsked& asked) { return HttpReply{201, asked.body}; });
  Browser browser(loop, server.peer.port());
  HttpRequest request("POST", "/x");
  request.body = R"({"a":1})";
  request.content_type = "application/json";
  request.headers = {{"X-One", "1"}};
  const auto answer = browser.send(request);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->body, request.body);
  EXPECT_EQ(server.asked[0].header("content-type"), "application/json");
  EXPECT_EQ(server.asked[0].header("x-one"), "1");
}

TEST(HttpClient, ReadsChunksAndPackedBodies) {
  Loop loop;
  const std::string big(200'000, 'a');
  Server server([&](const HttpAsked&) { return HttpReply{200, big, {}, true}; });
  Browser browser(loop, server.peer.port());
  const auto answer = browser.get("/");
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->body, big);
  EXPECT_EQ(server.asked[0].header("Accept-Encoding"), "gzip, deflate");
}

TEST(HttpClient, KeepsASessionByCookieAndToken) {
  Loop loop;
  Server server([](const HttpAsked&) {
    return HttpReply{204, "", {{"Set-Cookie", "cxs=one; HttpOnly"}, {"Set-Cookie", "b=two; Path=/"}}};
  });
  Browser browser(loop, server.peer.port());
  browser.client().set_bearer("tok-1");
  browser.send_all({HttpRequest("GET", "/"), HttpRequest("GET", "/")});
  EXPECT_EQ(server.asked[0].header("Cookie"), "");
  EXPECT_EQ(server.asked[1].header("Cookie"), "cxs=one; b=two");
  EXPECT_EQ(server.asked[1].header("Authorization"), "Bearer tok-1");
  EXPECT_THAT(browser.client().secrets(), ElementsAre("one", "two", "tok-1"));
  browser.client().forget_session();
  EXPECT_TRUE(browser.client().secrets().empty());
  browser.client().set_bearer("bad\r\nX: y");
  EXPECT_TRUE(browser.client().secrets().empty());
}

TEST(HttpClient, FollowsRedirectsAsABrowserDoes) {
  Loop loop;
  Server server([](const HttpAsked& asked) {
    if (asked.target == "/final") return HttpReply{200, asked.method + ":" + asked.body};
    return HttpReply{static_cast<unsigned>(std::stoi(asked.target.substr(1))), "", {{"Location", "final"}}};
  });
  Browser browser(loop, server.peer.port());
  const auto posted_to = [&](const std::string& url) {
    HttpRequest request("POST", url);
    request.body = "b";
    const auto answer = browser.send(request);
    return answer ? answer->body + "/" + std::to_string(answer->redirects) : answer.error().kind;
  };
  for (const char* url : {"/301", "/302", "/303"}) EXPECT_EQ(posted_to(url), "GET:/1");
  for (const char* url : {"/307", "/308"}) EXPECT_EQ(posted_to(url), "POST:b/1");
  HttpRequest stays("GET", "/302");
  stays.follows_redirects = false;
  EXPECT_EQ(browser.send(stays)->status, 302);
}

TEST(HttpClient, GivesUpARedirectLoop) {
  Loop loop;
  Server server([](const HttpAsked&) { return HttpReply{302, "", {{"Location", "/again"}}}; });
  Browser browser(loop, server.peer.port());
  browser.site.limits.redirects = 4;
  EXPECT_EQ(browser.try_get("/"), "http.redirects");
  EXPECT_EQ(server.asked.size(), 5U);
}

TEST(HttpClient, TakesNothingOfItsOwnToAnotherHost) {
  Loop loop;
  Server other(hello);
  std::string location;
  Server server([&](const HttpAsked& asked) {
    return HttpReply{asked.method == "POST" ? 307U : 302U, "", {{"Location", location}}};
  });
  Browser browser(loop, server.peer.port());
  location = browser.add_place(other.peer.port()).origin() + "/x";
  browser.client().set_bearer("secret");
  HttpRequest request("GET", "/");
  request.headers = {{"X-Api-Key", "secret"}, {"Authorization", "Basic secret"}};
  ASSERT_EQ(Browser::told(browser.send(request)), "200");
  for (const auto& [name, value] : other.asked[0].headers)
    EXPECT_EQ(value.find("secret"), std::string::npos) << name;
  HttpRequest post("POST", "/");
  post.body = "password=secret";
  EXPECT_EQ(Browser::told(browser.send(post)), "http.other_host");
  location = "http://elsewhere.test/";
  EXPECT_EQ(browser.try_get("/"), "http.other_host");
  EXPECT_EQ(other.asked.size(), 1U);
}

TEST(HttpClient, NeverLeavesHttpsForHttp) {
  Loop loop;
  Server plain(hello);
  std::string location;
  Server server([&](const HttpAsked&) { return HttpReply{302, "", {{"Location", location}}}; }, true);
  Browser browser(loop, server.peer.port(), true);
  location = browser.add_place(plain.peer.port()).origin() + "/";
  EXPECT_EQ(browser.try_get("/"), "http.insecure_redirect");
  EXPECT_TRUE(plain.asked.empty());
}

TEST(HttpClient, ConnectsAgainWhereTheServerDoesNotKeepTheConnection) {
  Loop loop;
  Server server([](const HttpAsked&) {
    HttpReply reply{200, "x"};
    reply.keeps = false;
    return reply;
  });
  Browser browser(loop, server.peer.port());
  const auto answers = browser.send_all({HttpRequest("GET", "/1"), HttpRequest("GET", "/2")});
  EXPECT_EQ(Browser::told(answers.at(1)), "200");
  EXPECT_EQ(browser.connections, 2);
}

TEST(HttpClient, RefusesRequestsThatWouldBreakTheProtocol) {
  Loop loop;
  Server server(hello);
  Browser browser(loop, server.peer.port());
  HttpRequest split("GET", "/");
  split.headers = {{"X-A", "b\r\nX-B: c"}};
  HttpRequest own("POST", "/");
  own.headers = {{"content-length", "3"}};
  HttpRequest method("GE T", "/");
  HttpRequest big("POST", "/");
  big.body.assign(300 * 1024, 'x');
  for (const HttpRequest& request : {split, own, method, big, HttpRequest("GET", "/a b")})
    EXPECT_EQ(Browser::told(browser.send(request)), "http.url");
  EXPECT_TRUE(server.asked.empty());
}

TEST(HttpClient, ManySessionsDoNotMix) {
  Loop loop;
  Server server([](const HttpAsked& asked) {
    const std::string cookie = asked.header("Cookie");
    if (cookie.empty()) return HttpReply{200, "", {{"Set-Cookie", "id=" + asked.target.substr(1)}}};
    return HttpReply{200, cookie + asked.target};
  });
  struct Session {
    static Awaitable<void> play(Browser& browser, std::string id, int& right, int& running) {
      HttpRequest login("GET", "/" + id);
      const Outcome<HttpResponse> first = co_await browser.client().send(std::move(login));
      HttpRequest again("GET", "/x");
      const Outcome<HttpResponse> second = co_await browser.client().send(std::move(again));
      if (first && second && second->body == "id=" + id + "/x") ++right;
      if (--running == 0) browser.loop.stop();
    }
  };
  int right = 0;
  int running = 40;
  std::vector<std::unique_ptr<Browser>> browsers;
  for (int i = 0; i < 40; ++i) {
    browsers.push_back(std::make_unique<Browser>(loop, server.peer.port()));
    loop.shard.spawn(Session::play(*browsers.back(), std::to_string(i), right, running));
  }
  loop.run();
  EXPECT_EQ(right, 40);
}

}  // namespace
}  // namespace cxload::net
