// Certificates that must not be accepted, and servers that shake no hands.
#include "certificate_cache.hpp"
#include "net/client.hpp"
#include "net/peers/peer.hpp"
#include "tls_context.hpp"
#include "tls_library.hpp"

namespace cxload::net {
namespace {

using namespace test;

struct Attempt {
  std::string kind, detail;
};

Attempt attempt(const Identity& identity, const std::string& host, bool verify = true, int version = 0) {
  Loop loop;
  Peer::Options options;
  options.tls = &identity;
  options.tls_version = version;
  Peer peer([](Conversation& conversation) { conversation.read_to_end(); }, options);
  Client client(loop);
  Door door = door_to(Scheme::tls, peer.port(), host);
  door.resolve[host] = "127.0.0.1";
  door.tls = trusting(authority().file(), verify);
  const std::string kind = client.connect(door);
  client.link.reset();
  return {kind, client.failure ? client.failure->detail : ""};
}

bool contains(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

TEST(TlsLink, SpeaksTls12And13) {
  const Identity identity = authority().issue("DNS:sip.example.com");
  EXPECT_EQ(attempt(identity, "sip.example.com", true, TLS1_2_VERSION).kind, "");
  EXPECT_EQ(attempt(identity, "sip.example.com", true, TLS1_3_VERSION).kind, "");
}

std::shared_ptr<EVP_PKEY> key_of(const std::string& type) {
  if (type.starts_with("P-")) return {EVP_EC_gen(type.c_str()), &EVP_PKEY_free};
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> maker(
      EVP_PKEY_CTX_new_from_name(nullptr, type.c_str(), nullptr), &EVP_PKEY_CTX_free);
  EVP_PKEY* made = nullptr;
  EVP_PKEY_keygen_init(maker.get());
  EVP_PKEY_generate(maker.get(), &made);
  return {made, &EVP_PKEY_free};
}

// Each type that the shortened library context keeps, in both versions; TLS 1.2 asks for RSA-PSS certificates
// too.
TEST(TlsLink, KnowsTheKeysThatServersHave) {
  ASSERT_NE(tls_library(), nullptr) << "the slim library context could not be made";
  for (const std::string type : {"RSA", "RSA-PSS", "P-256", "P-384", "P-521", "ED25519", "ED448"}) {
    const auto key = key_of(type);
    ASSERT_NE(key, nullptr) << type;
    const Identity identity = authority().issue_for(key.get(), "DNS:sip.example.com");
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION})
      EXPECT_EQ(attempt(identity, "sip.example.com", true, version).detail, "") << type << ", " << version;
  }
}

TEST(TlsLink, ChecksTheName) {
  const Identity identity = authority().issue("DNS:sip.example.com,DNS:*.edge.example.com,IP:192.0.2.1");
  EXPECT_EQ(attempt(identity, "sip.example.com").kind, "");
  EXPECT_EQ(attempt(identity, "SIP.Example.Com").kind, "");
  EXPECT_EQ(attempt(identity, "a.edge.example.com").kind, "");
  EXPECT_EQ(attempt(identity, "a.b.edge.example.com").kind, "tls.verify");
  EXPECT_EQ(attempt(identity, "127.0.0.1").kind, "tls.verify");
  const Attempt wrong = attempt(identity, "phone.example.com");
  EXPECT_EQ(wrong.kind, "tls.verify");
  EXPECT_TRUE(contains(wrong.detail, "phone.example.com")) << wrong.detail;
  EXPECT_TRUE(contains(wrong.detail, "hostname mismatch")) << wrong.detail;
  EXPECT_TRUE(contains(wrong.detail, "sip.example.com, *.edge.example.com, 192.0.2.1")) << wrong.detail;
}

TEST(TlsLink, AsksForTheNameButNeverForAnAddress) {
  const Identity identity = authority().issue("DNS:sip.example.com,IP:127.0.0.1");
  for (const std::string host : {"sip.example.com", "127.0.0.1"}) {
    Loop loop;
    std::string asked_for = "nothing yet";
    {
      Peer::Options options;
      options.tls = &identity;
      Peer peer([&](Conversation& conversation) { asked_for = conversation.server_name(); }, options);
      Client client(loop);
      client.when_open = [] {};
      Door door = door_to(Scheme::tls, peer.port(), host);
      door.resolve[host] = "127.0.0.1";
      door.tls = trusting(authority().file());
      client.connect(door);  // until the peer closes
      client.link.reset();
    }
    EXPECT_EQ(asked_for, host == "127.0.0.1" ? "" : host);  // RFC 6066 3
  }
}

/// Sent after the tickets of TLS 1.3, so that who has read it has them.
constexpr std::string_view greeting = "OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 0\r\n\r\n";

// RFC 8446 2.2, RFC 5077: also of a connection that the network took without a word.
TEST(TlsLink, TakesUpTheSessionOfALostConnection) {
  const Identity identity = authority().issue("DNS:sip.example.com");
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    Loop loop;
    std::vector<bool> resumed;
    {
      Peer::Options options;
      options.tls = &identity;
      options.tls_version = version;
      Peer peer(
          [&](Conversation& conversation) {
            resumed.push_back(conversation.was_resumed());
            conversation.write(greeting);
            conversation.read_to_end();
          },
          options);
      Door door = door_to(Scheme::tls, peer.port(), "sip.example.com");
      door.resolve["sip.example.com"] = "127.0.0.1";
      door.tls = trusting(authority().file());
      TlsTicket ticket;
      for (int i = 0; i < 3; ++i) {
        Client client(loop);
        client.when_open = [] {};
        client.open(door);
        client.link->resume(std::exchange(ticket, nullptr));
        loop.run();
        ASSERT_FALSE(client.failure) << client.failure->detail;
        if (i < 2) ticket = client.link->take_ticket();
        EXPECT_EQ(ticket != nullptr, i < 2);
        client.link.reset();
      }
    }
    EXPECT_EQ(resumed, (std::vector{false, true, true})) << version;
  }
}

TEST(TlsLink, ATicketTheServerDoesNotKnowCostsNothing) {
  const Identity identity = authority().issue("DNS:sip.example.com");
  Peer::Options options;
  options.tls = &identity;
  const auto script = [](Conversation& conversation) {
    conversation.write(greeting);
    conversation.read_to_end();
  };
  Loop loop;
  Peer before(script, options), after(script, options);
  Client first(loop), second(loop);
  Door door = door_to(Scheme::tls, before.port(), "sip.example.com");
  door.resolve["sip.example.com"] = "127.0.0.1";
  door.tls = trusting(authority().file());
  first.when_open = [] {};
  first.open(door);
  loop.run();
  TlsTicket ticket = first.link->take_ticket();
  ASSERT_NE(ticket, nullptr);
  door.port = after.port();
  second.open(door);
  second.link->resume(ticket);
  loop.run();
  EXPECT_FALSE(second.failure);
}

TEST(TlsLink, ChecksTheChainAndTheDates) {
  const std::string host = "sip.example.com";
  const Identity unknown = CertificateAuthority::self_signed("DNS:" + host);
  const Identity expired = authority().issue("DNS:" + host, -3600, -60);
  const Identity future = authority().issue("DNS:" + host, 3600, 7200);
  EXPECT_EQ(attempt(unknown, host).kind, "tls.verify");
  EXPECT_TRUE(contains(attempt(unknown, host).detail, "self-signed"));
  EXPECT_EQ(attempt(expired, host).kind, "tls.expired");
  EXPECT_EQ(attempt(future, host).kind, "tls.verify");
  for (const Identity* identity : {&unknown, &expired, &future})
    EXPECT_EQ(attempt(*identity, host, false).kind, "");
  EXPECT_EQ(attempt(authority().issue("DNS:a.b"), host, false).kind, "");
}

/// Two connections with one context: the second meets the cached verdict of the first.
TEST(TlsLink, ACachedVerdictHoldsForItsHostOnlyAndNotPastItsDate) {
  Loop loop;
  const Identity identity = authority().issue("DNS:sip.example.com");
  Peer::Options options;
  options.tls = &identity;
  Peer peer([](Conversation& conversation) { conversation.read_to_end(); }, options);
  Door door = door_to(Scheme::tls, peer.port(), "sip.example.com");
  door.resolve["sip.example.com"] = door.resolve["other.example.com"] = "127.0.0.1";
  door.tls = trusting(authority().file());
  Client first(loop), second(loop), other(loop), late(loop);
  EXPECT_EQ(first.connect(door), "");
  EXPECT_EQ(second.connect(door), "");
  Door other_door = door;
  other_door.host = "other.example.com";
  EXPECT_EQ(other.connect(other_door), "tls.verify");

  door.tls->for_this_thread().certificates.expire_all_for_test();
  EXPECT_EQ(late.connect(door), "tls.expired");
}

TEST(TlsLink, ReportsTheAlertOfAServer) {
  Loop loop;
  // An alert record of its own: fatal, handshake_failure (RFC 8446 6).
  Peer peer([](Conversation& conversation) {
    conversation.read_some();
    conversation.write(std::string("\x15\x03\x03\x00\x02\x02\x28", 7));
    conversation.read_to_end();
  });
  Client client(loop);
  Door door = door_to(Scheme::tls, peer.port());
  door.tls = trusting(authority().file());
  EXPECT_EQ(client.connect(door), "tls.handshake");
  EXPECT_TRUE(contains(client.failure->detail, "handshake failure")) << client.failure->detail;
}

TEST(TlsLink, RefusesAServerWithoutTls) {
  Loop loop;
  Peer peer([](Conversation& conversation) {
    conversation.write("HTTP/1.1 400 Bad Request\r\n\r\n");
    conversation.read_to_end();
  });
  Client client(loop);
  Door door = door_to(Scheme::tls, peer.port());
  door.tls = trusting(authority().file());
  EXPECT_EQ(client.connect(door), "tls.handshake");
}

TEST(TlsLink, TellsACloseNotifyFromAnAbruptEnd) {
  for (const bool is_polite : {true, false}) {
    Loop loop;
    const Identity identity = authority().issue("IP:127.0.0.1");
    Peer::Options options;
    options.tls = &identity;
    Peer peer(
        [&](Conversation& conversation) {
          if (is_polite) conversation.say_goodbye();
        },
        options);
    Client client(loop);
    client.when_open = [] {};
    Door door = door_to(Scheme::tls, peer.port());
    door.tls = trusting(authority().file());
    const std::string kind = client.connect(door);
    EXPECT_TRUE(kind == (is_polite ? "tls.closed" : "tcp.closed") || kind == "tcp.reset") << kind;
  }
}

TEST(TlsContext, IsSharedByShards) {
  const Identity identity = authority().issue("IP:127.0.0.1");
  Peer::Options options;
  options.tls = &identity;
  Peer peer(&echo_websocket, options);
  Door door = door_to(Scheme::wss, peer.port());
  door.tls = trusting(authority().file());
  const auto use = [&] {
    Loop loop;
    for (int i = 0; i < 5; ++i) {
      Client client(loop);
      EXPECT_EQ(client.connect(door), "");
      client.link->send("hello");
      loop.run();
      EXPECT_EQ(client.messages, std::vector<std::string>{"hello"});
      client.link.reset();
    }
  };
  std::jthread one(use), two(use);
}

TEST(TlsContext, SaysWhatIsWrongWithItsFile) {
  TlsOptions options;
  options.ca_file = "/nonexistent/ca.pem";
  EXPECT_EQ(make_tls_client_context(options).error().kind, "local.tls");
  options.ca_file = "/dev/null";
  EXPECT_EQ(make_tls_client_context(options).error().kind, "local.tls");
  options.ca_file = "";
  EXPECT_TRUE(make_tls_client_context(options));
}

}  // namespace
}  // namespace cxload::net
