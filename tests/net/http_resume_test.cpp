// A browser's next connection takes up the TLS session of the one before (RFC 8446 2.2, RFC 5077).
#include <mutex>

#include "net/browser.hpp"
#include "net/peers/peer.hpp"

namespace cxload::net {
namespace {

using namespace test;

/// A server that ends each connection after one answer, and notes which handshakes were short.
struct ShortServer {
  explicit ShortServer(int tls_version, bool says_so)
      : peer([this, says_so](Conversation& talk) { serve(talk, says_so); }, options(tls_version)) {}

  static Peer::Options options(int tls_version) {
    static const Identity identity = authority().issue("DNS:localhost,IP:127.0.0.1");
    Peer::Options options;
    options.tls = &identity;
    options.tls_version = tls_version;
    return options;
  }
  void serve(Conversation& talk, bool says_so) {
    {
      const std::lock_guard lock(mutex);
      resumed.push_back(talk.was_resumed());
    }
    talk.read_until("\r\n\r\n");
    talk.write(says_so ? "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello"
                       : "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    if (says_so) return talk.say_goodbye();
    talk.read_until("\r\n\r\n");  // the next one is heard, and not answered
  }
  [[nodiscard]] std::vector<bool> seen() {
    const std::lock_guard lock(mutex);
    return resumed;
  }

  std::mutex mutex;
  std::vector<bool> resumed;
  Peer peer;
};

class HttpResume : public testing::TestWithParam<int> {};

TEST_P(HttpResume, AConnectionThatTheServerEndedIsTakenUp) {
  Loop loop;
  ShortServer server(GetParam(), true);
  Browser browser(loop, server.peer.port(), true);
  for (const auto& answer :
       browser.send_all({HttpRequest("GET", "/a"), HttpRequest("GET", "/b"), HttpRequest("GET", "/c")}))
    EXPECT_EQ(Browser::told(answer), "200");
  EXPECT_EQ(browser.connections, 3);
  EXPECT_EQ(server.seen(), (std::vector{false, true, true}));
}

TEST_P(HttpResume, OneThatDiedUnheardToo) {
  Loop loop;
  ShortServer server(GetParam(), false);
  Browser browser(loop, server.peer.port(), true);
  for (const auto& answer : browser.send_all({HttpRequest("GET", "/a"), HttpRequest("GET", "/b")}))
    EXPECT_EQ(Browser::told(answer), "200");
  EXPECT_EQ(server.seen(), (std::vector{false, true}));
}

TEST_P(HttpResume, ASessionThatIsForgottenBeginsFromNothing) {
  Loop loop;
  ShortServer server(GetParam(), true);
  Browser browser(loop, server.peer.port(), true);
  EXPECT_EQ(browser.try_get("/a"), "200");
  browser.client().close();
  EXPECT_EQ(browser.try_get("/b"), "200");
  browser.client().forget_session();
  EXPECT_EQ(browser.try_get("/c"), "200");
  EXPECT_EQ(server.seen(), (std::vector{false, true, false}));
}

INSTANTIATE_TEST_SUITE_P(Versions, HttpResume, testing::Values(TLS1_2_VERSION, TLS1_3_VERSION));

}  // namespace
}  // namespace cxload::net
