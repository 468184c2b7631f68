// A WebSocket server that keeps no rule.
#include <cxload/net/stream.hpp>

#include "net/client.hpp"
#include "net/peers/peer.hpp"

namespace cxload::net {
namespace {

using namespace test;
using namespace std::string_literals;

/// Answers the upgrade well, then sends `frames` and reads to the end.
Peer::Script sends(const std::string& frames) {
  return [frames](Conversation& conversation) {
    const std::string request = conversation.read_until("\r\n\r\n");
    conversation.write(switching_protocols(request) + frames);
    conversation.read_to_end();
  };
}

/// Answers the upgrade with what `answer` makes of the good answer.
Peer::Script answers(const std::function<std::string(std::string)>& answer) {
  return [answer](Conversation& conversation) {
    const std::string request = conversation.read_until("\r\n\r\n");
    conversation.write(answer(switching_protocols(request)));
    conversation.read_to_end();
  };
}

std::string without(std::string text, const std::string& piece) {
  return text.replace(text.find(piece), piece.size(), "");
}

std::string failure_of(Peer::Script script) {
  Loop loop;
  Peer peer(std::move(script));
  Client client(loop);
  client.when_open = client.when_message = [] {};
  client.connect(door_to(Scheme::ws, peer.port()));
  client.link.reset();
  return client.failure ? client.failure->kind : "";
}

TEST(WebSocketLink, AsksForItsPathWithItsOrigin) {
  Loop loop;
  std::string request;
  Peer peer([&](Conversation& conversation) {
    request = conversation.read_until("\r\n\r\n");
    conversation.write(switching_protocols(request));
    conversation.read_to_end();
  });
  Client client(loop);
  Door door = door_to(Scheme::ws, peer.port());
  door.path = "/sip?x=1";
  door.origin = "https://phone.example.com";
  ASSERT_EQ(client.connect(door), "");
  EXPECT_TRUE(request.starts_with("GET /sip?x=1 HTTP/1.1\r\n"));
  EXPECT_NE(request.find("\r\nHost: 127.0.0.1:" + std::to_string(peer.port()) + "\r\n"), std::string::npos);
  EXPECT_NE(request.find("\r\nOrigin: https://phone.example.com\r\n"), std::string::npos);
}

TEST(WebSocketLink, RefusesAWrongUpgrade) {
  EXPECT_EQ(failure_of(answers([](std::string good) { return without(good, "="); })), "ws.accept");
  EXPECT_EQ(
      failure_of(answers([](std::string good) { return without(good, "Sec-WebSocket-Protocol: sip\r\n"); })),
      "ws.subprotocol");
  EXPECT_EQ(failure_of(answers([](const std::string&) { return "HTTP/1.1 403 Forbidden\r\n\r\n"s; })),
            "ws.http_403");
  EXPECT_EQ(failure_of(answers(
                [](const std::string&) { return "HTTP/1.1 101 X\r\nA: " + std::string(1 << 20, 'a'); })),
            "ws.too_big");
  EXPECT_EQ(failure_of(answers([](const std::string&) { return std::string(100'000, '\0') + "\n\n"; })),
            "ws.too_big");
}

TEST(WebSocketLink, RefusesWrongFrames) {
  EXPECT_EQ(failure_of(sends("\x81\x85\x37\xFA\x21\x3D\x7F\x9F\x4D\x51\x58"s)), "ws.protocol");
  EXPECT_EQ(failure_of(sends("\x82\x7F\x00\x00\x00\x00\x00\x98\x96\x80"s + std::string(10'000'000, 'x'))),
            "ws.too_big");
  EXPECT_EQ(failure_of(sends("\x81\x02\xC3\x28"s)), "ws.protocol");
}

TEST(WebSocketLink, TellsTheServerWhyItGoes) {
  Loop loop;
  std::string heard;
  {
    Peer peer([&](Conversation& conversation) {
      const std::string request = conversation.read_until("\r\n\r\n");
      conversation.write(switching_protocols(request) + "\xC1\x01x"s);
      for (std::string more = conversation.read_some(); !more.empty(); more = conversation.read_some())
        heard += more;
    });
    Client client(loop);
    client.when_open = [] {};
    EXPECT_EQ(client.connect(door_to(Scheme::ws, peer.port())), "ws.protocol");
  }
  ASSERT_GE(heard.size(), 8U);
  EXPECT_EQ(heard[0], '\x88');
  EXPECT_EQ(static_cast<unsigned char>(heard[6] ^ heard[2]), 0x03);  // 1002, masked
  EXPECT_EQ(static_cast<unsigned char>(heard[7] ^ heard[3]), 0xEA);
}

TEST(WebSocketLink, ReportsCodeAndReasonOfAClose) {
  Loop loop;
  Peer peer(sends("\x88\x0E\x0F\xA1"s + "too many\x1B[m!"));
  Client client(loop);
  client.when_open = [] {};
  EXPECT_EQ(client.connect(door_to(Scheme::ws, peer.port())), "ws.closed");
  EXPECT_NE(client.failure->detail.find("code 4001: too many\\x1b[m!"), std::string::npos)
      << client.failure->detail;
}

TEST(WebSocketLink, AnEndWithoutACloseIsTheTransports) {
  EXPECT_EQ(failure_of([](Conversation& conversation) {
              const std::string request = conversation.read_until("\r\n\r\n");
              conversation.write(switching_protocols(request));
            }),
            "tcp.closed");
}

TEST(WebSocketLink, AnswersPingsBetweenFragmentsAndJoinsThem) {
  Loop loop;
  std::string pong;
  Peer peer([&](Conversation& conversation) {
    const std::string request = conversation.read_until("\r\n\r\n");
    // In one segment with the answer to the upgrade, as a hasty server does.
    conversation.write(switching_protocols(request) + "\x01\x03OPT\x89\x04ping\x00\x00"s);
    while (pong.size() < 10) pong += conversation.read_some();
    conversation.write("\x80\x04IONS\x81\x00\x82\x03"s + "BIN");
    conversation.read_to_end();
  });
  Client client(loop);
  client.when_open = [] {};
  client.when_message = [&] {
    if (client.messages.size() == 2) loop.stop();
  };
  client.connect(door_to(Scheme::ws, peer.port()));
  EXPECT_EQ(client.messages, (std::vector<std::string>{"OPTIONS", "BIN"}));
  ASSERT_EQ(pong.size(), 10U);
  EXPECT_EQ(pong.substr(0, 2), "\x8A\x84");
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(pong[6 + i] ^ pong[2 + i], "ping"[i]);
}

TEST(WebSocketLink, ChecksThePongs) {
  Loop loop;
  Peer echo(&echo_websocket);
  Client client(loop);
  ASSERT_EQ(client.connect(door_to(Scheme::ws, echo.port())), "");
  client.link->send_ping();
  client.link->send_ping();
  client.link->send("after the pongs");
  loop.run();
  EXPECT_EQ(client.messages.size(), 1U);
  EXPECT_FALSE(client.failure);

  Peer silent(sends("\x8A\x05wrong"s));
  Client other(loop);
  Door door = door_to(Scheme::ws, silent.port());
  door.connect_timeout = std::chrono::milliseconds(500);  // also the patience with a pong
  ASSERT_EQ(other.connect(door), "");
  client.link.reset();
  other.link->send_ping();
  loop.run();
  EXPECT_EQ(other.failure->kind, "ws.no_pong");
}

/// Notes who said what on which layer.
struct Tap final : ByteTap {
  void on_tap(const Place& place, std::string_view bytes, TimePoint) override {
    const bool is_wire = place.layer == Layer::wire, is_sent = place.direction == Direction::sent;
    (is_wire ? is_sent ? wire_sent : wire_received : is_sent ? inside_sent : inside_received) += bytes;
  }
  std::string wire_sent, wire_received, inside_sent, inside_received;
};

TEST(ByteTap, SeesBothSidesOfTls) {
  Loop loop;
  const Identity identity = authority().issue("IP:127.0.0.1");
  Peer::Options options;
  options.tls = &identity;
  Peer peer(&echo_websocket, options);
  Tap tap;
  std::string keys;
  TlsOptions tls;
  tls.ca_file = authority().file();
  tls.on_key_log = [&](std::string_view line) { keys += std::string(line) + "\n"; };
  Door door = door_to(Scheme::wss, peer.port());
  door.tls = make_tls_client_context(tls).value();
  door.tap = &tap;
  Client client(loop);
  ASSERT_EQ(client.connect(door), "");
  client.link->send("visible inside");
  loop.run();
  EXPECT_TRUE(tap.inside_sent.starts_with("GET / HTTP/1.1"));
  EXPECT_TRUE(tap.inside_received.ends_with("visible inside"));
  EXPECT_TRUE(tap.wire_sent.starts_with("\x16\x03"));
  EXPECT_EQ(tap.wire_received.find("visible"), std::string::npos);
  EXPECT_NE(keys.find("CLIENT_HANDSHAKE_TRAFFIC_SECRET"), std::string::npos);
}

/// A check that speaks for itself, without the link's manners.
struct Raw final : ByteStreamHandler {
  explicit Raw(Loop& its_loop) : loop(its_loop) {}
  void on_stream_open(const ConnectTimes&) override { stream->write("GARBAGE\r\n\r\n"); }
  void on_stream_bytes(std::string_view bytes, TimePoint) override { heard += bytes; }
  void on_stream_closed(const Failure& failure) override {
    heard += failure.kind;
    stream.reset();
    loop.stop();
  }
  Loop& loop;
  std::string heard;
  std::unique_ptr<ByteStream> stream;
};

TEST(ByteStream, LetsACheckMisbehave) {
  Loop loop;
  Peer peer(
      [](Conversation& conversation) { conversation.write("you said " + conversation.read_until("\r\n")); });
  Raw raw(loop);
  const Door door = door_to(Scheme::tcp, peer.port());
  raw.stream = open_stream(loop.shard, door, raw);
  loop.run();
  EXPECT_TRUE(raw.heard.starts_with("you said GARBAGE\r\n")) << raw.heard;
}

}  // namespace
}  // namespace cxload::net
