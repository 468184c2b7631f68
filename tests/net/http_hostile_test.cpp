// A phone's HTTP client against servers that mean no good: each costs a classified failure.
#include <sys/socket.h>

#include <gmock/gmock.h>
#include <zlib.h>

#include "net/browser.hpp"
#include "net/peers/peer.hpp"

namespace cxload::net {
namespace {

using namespace test;
using namespace std::chrono_literals;

/// Says this to the first request of each connection, then hangs up.
struct Saying {
  explicit Saying(std::string text)
      : peer([said = std::move(text)](Conversation& talk) {
          talk.read_until("\r\n\r\n");
          talk.write(said);
          talk.say_goodbye();
        }) {}
  Peer peer;
};

std::string answer_to(const std::string& said, HttpLimits limits = {}) {
  Loop loop;
  const Saying server(said);
  Browser browser(loop, server.peer.port());
  browser.site.limits = limits;
  return browser.try_get("/");
}

std::string packed(const std::string& text, int window) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string with_body(const std::string& body, const std::string& headers = {}) {
  return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

TEST(HostileHttp, WhatIsNoAnswerIsBad) {
  for (const char* said :
       {"SSH-2.0-x\r\n\r\n", "HTTP/3.7 200 OK\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nNo colon here\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n"})
    EXPECT_EQ(answer_to(said), "http.bad_response") << said;
}

TEST(HostileHttp, AnAnswerCutShortIsNone) {
  for (const char* said : {"", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
                           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"})
    EXPECT_EQ(answer_to(said), "http.closed") << said;
  EXPECT_EQ(answer_to("HTTP/1.1 200 OK\r\n\r\nall there is"), "200") << "the end of the stream is its length";
}

TEST(HostileHttp, InterimAnswersArePassedOverAndBounded) {
  const std::string hint = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
  EXPECT_EQ(answer_to(hint + hint + with_body("x")), "200");
  std::string many;
  for (int i = 0; i < 50; ++i) many += hint;
  EXPECT_EQ(answer_to(many + with_body("x")), "http.bad_response");
}

TEST(HostileHttp, SizesAreBounded) {
  HttpLimits limits;
  limits.header = 4096;
  limits.body = 10'000;
  EXPECT_EQ(answer_to(with_body("x", "X-Long: " + std::string(5000, 'x') + "\r\n"), limits),
            "http.too_large");
  EXPECT_EQ(answer_to(with_body(std::string(10'001, 'x')), limits), "http.too_large");
  EXPECT_EQ(answer_to("HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n", limits),
            "http.too_large");
  EXPECT_EQ(answer_to("HTTP/1.1 200 OK\r\n\r\n" + std::string(20'000, 'x'), limits), "http.too_large");
  EXPECT_EQ(
      answer_to("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFF\r\n" + std::string(20'000, 'x'),
                limits),
      "http.too_large");
  EXPECT_EQ(answer_to(with_body(std::string(10'000, 'x')), limits), "200");
}

TEST(HostileHttp, PackedBodiesAreBounded) {
  HttpLimits limits;
  limits.body = 100'000;
  const std::string bomb = packed(std::string(50'000'000, '\0'), 15 + 16);
  ASSERT_LT(bomb.size(), limits.body);
  EXPECT_EQ(answer_to(with_body(bomb, "Content-Encoding: gzip\r\n"), limits), "http.bomb");
  const std::string fine(90'000, 'y');
  for (const auto& [window, coding] :
       {std::pair(15 + 16, "gzip"), std::pair(15, "deflate"), std::pair(-15, "deflate")})
    EXPECT_EQ(answer_to(with_body(packed(fine, window), "Content-Encoding: " + std::string(coding) + "\r\n"),
                        limits),
              "200");
  const std::string cut = packed(fine, 15 + 16).substr(0, 60);
  EXPECT_EQ(answer_to(with_body(cut, "Content-Encoding: gzip\r\n"), limits), "http.bad_response");
  EXPECT_EQ(answer_to(with_body("not packed", "Content-Encoding: gzip\r\n")), "http.bad_response");
  EXPECT_EQ(answer_to(with_body("x", "Content-Encoding: br\r\n")), "http.bad_response");
}

TEST(HostileHttp, SilenceAndDripAreTimeouts) {
  Loop loop;
  Peer silent([](Conversation& talk) { talk.read_to_end(); });
  Peer dripping([](Conversation& talk) {
    talk.read_until("\r\n\r\n");
    talk.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    // Slowed by its own wait for the client, which ends it.
    talk.write("x");
    talk.read_to_end();
  });
  Browser quiet(loop, silent.port());
  quiet.site.limits.first_byte = 50ms;
  EXPECT_EQ(quiet.try_get("/"), "http.timeout");
  EXPECT_FALSE(quiet.client().is_connected()) << "a late answer must not be taken for the next one";
  Browser slow(loop, dripping.port());
  HttpRequest request("GET", "/");
  request.timeout = 300ms;
  EXPECT_EQ(Browser::told(slow.send(request)), "http.timeout");
}

TEST(HostileHttp, WhatNobodyAskedForIsNotTheNextAnswer) {
  Loop loop;
  Peer peer([](Conversation& talk) {
    while (!talk.read_until("\r\n\r\n").empty())
      talk.write(
          "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmineHTTP/1.1 200 OK\r\nContent-Length: "
          "6\r\n\r\nforged");
  });
  Browser browser(loop, peer.port());
  const auto answers = browser.send_all({HttpRequest("GET", "/1"), HttpRequest("GET", "/2")});
  ASSERT_TRUE(answers.at(0) && answers.at(1));
  EXPECT_EQ(answers[1]->body, "mine");
  EXPECT_EQ(browser.connections, 2) << "such a connection is not used again";
}

/// Answers the first request of its first connection, and hangs up on the second one unread or half answered.
std::string second_answer(const std::string& before_the_end, int& connections) {
  Loop loop;
  std::atomic<int> talks = 0;
  Peer peer([&](Conversation& talk) {
    const bool is_first = ++talks == 1;
    talk.read_until("\r\n\r\n");
    talk.write(with_body("x"));
    talk.read_until("\r\n\r\n");
    if (!is_first) return talk.write(with_body("y"));
    if (!before_the_end.empty()) talk.write(before_the_end);
    talk.say_goodbye();
  });
  Browser browser(loop, peer.port());
  const auto answers = browser.send_all({HttpRequest("GET", "/1"), HttpRequest("POST", "/2")});
  connections = browser.connections;
  return Browser::told(answers.at(1));
}

TEST(HostileHttp, AKeptConnectionThatDiedUnheardIsTriedOnceMore) {
  int connections = 0;
  EXPECT_EQ(second_answer("", connections), "200");
  EXPECT_EQ(connections, 2);
  EXPECT_EQ(second_answer("HTTP/1.1 2", connections), "http.closed") << "somebody had read the request";
  EXPECT_EQ(connections, 1);
}

TEST(HostileHttp, NoConnectionIsClassifiedByItsLayer) {
  Loop loop;
  Browser browser(loop, 1);
  EXPECT_EQ(browser.try_get("/"), "tcp.refused");
  EXPECT_THAT(browser.seen, testing::ElementsAre("tcp.refused"));
}

TEST(HostileHttp, OverTlsOnlyAnOrderlyEndIsTheEnd) {
  Loop loop;
  static const Identity identity = authority().issue("IP:127.0.0.1");
  Peer::Options options;
  options.tls = &identity;
  std::atomic<bool> is_orderly = true;
  Peer peer(
      [&](Conversation& talk) {
        talk.read_until("\r\n\r\n");
        talk.write("HTTP/1.1 200 OK\r\n\r\npart");
        if (is_orderly) return talk.say_goodbye();
        ::shutdown(talk.fd(), SHUT_WR);
      },
      options);
  Browser browser(loop, peer.port(), true);
  EXPECT_EQ(browser.try_get("/"), "200");
  is_orderly = false;
  EXPECT_EQ(browser.try_get("/"), "http.closed");
}

}  // namespace
}  // namespace cxload::net
