// TCP: the failures of connecting, the names, the local end.
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cxload/net/udp.hpp>

#include "net/client.hpp"
#include "net/peers/peer.hpp"
#include "resolver.hpp"

namespace cxload::net {
namespace {

using namespace test;

void hold(Conversation& conversation) { conversation.read_to_end(); }

/// A port of this machine where nobody listens.
std::uint16_t dead_port() {
  Peer peer(&hold);
  return peer.port();
}

TEST(Tcp, SaysRefused) {
  Loop loop;
  Client client(loop);
  EXPECT_EQ(client.connect(door_to(Scheme::tcp, dead_port())), "tcp.refused");
}

TEST(Tcp, SaysTimeoutWhenNobodyAnswersTheConnect) {
  // A full accept queue: the kernel drops further SYNs.
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof name;
  ::bind(listener, reinterpret_cast<sockaddr*>(&name), length);
  ::listen(listener, 0);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&name), &length);
  Loop loop;
  Client first(loop), second(loop), third(loop);
  Door door = door_to(Scheme::tcp, ntohs(name.sin_port));
  door.connect_timeout = std::chrono::milliseconds(50);
  first.connect(door);
  second.connect(door);
  EXPECT_EQ(third.connect(door), "tcp.timeout");
  ::close(listener);
}

TEST(Tcp, NamesWhatOurOwnMachineLacks) {
  Loop loop;
  Peer peer(&hold);
  Client client(loop);
  Door door = door_to(Scheme::tcp, peer.port());
  door.bind = Address::parse("192.0.2.1");
  EXPECT_EQ(client.connect(door), "local.bind");

  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const int lowest_free = ::dup(0);
  ::close(lowest_free);
  const rlimit none{static_cast<rlim_t>(lowest_free), before.rlim_max};
  Client other(loop);
  door.bind.reset();
  ::setrlimit(RLIMIT_NOFILE, &none);
  const std::string kind = other.connect(door);
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(kind, "local.descriptors");
}

TEST(Tcp, BindsToTheAddressOfTheDoor) {
  Loop loop;
  Peer peer(&hold);
  Client client(loop);
  Door door = door_to(Scheme::tcp, peer.port());
  door.bind = Address::parse("127.0.0.77");
  ASSERT_EQ(client.connect(door), "");
  EXPECT_EQ(client.link->local().address.to_string(), "127.0.0.77");
}

TEST(Tcp, AStreamThatIsNoSipFails) {
  Loop loop;
  Peer peer([](Conversation& conversation) {
    conversation.write("INVITE sip:x SIP/2.0\r\nContent-Length: 99999999999\r\n\r\n");
    conversation.read_to_end();
  });
  Client client(loop);
  client.when_open = [] {};
  EXPECT_EQ(client.connect(door_to(Scheme::tcp, peer.port())), "sip.framing");
}

/// The system's resolver is out of the tests' hands: these replace it.
class Names : public testing::Test {
 protected:
  ~Names() override { use_system_lookup(nullptr); }
};

TEST_F(Names, TheTableOfTheDoorComesFirst) {
  use_system_lookup([](const std::string&) -> Outcome<Addresses> {
    return Failure{"dns.not_found", "never asked"};
  });
  Loop loop;
  Peer peer(&hold);
  Client client(loop);
  Door door = door_to(Scheme::tcp, peer.port(), "sip.example.com");
  door.resolve["sip.example.com"] = "127.0.0.1";
  EXPECT_EQ(client.connect(door), "");
  door.resolve["sip.example.com"] = "not an address";
  Client wrong(loop);
  EXPECT_EQ(wrong.connect(door), "dns.not_found");
}

TEST_F(Names, AreLookedUpOnceAndTriedInOrder) {
  std::atomic<int> lookups{0};
  use_system_lookup([&](const std::string& host) -> Outcome<Addresses> {
    EXPECT_EQ(host, "sip.example.com");
    ++lookups;
    return Addresses{*Address::parse("::1"), Address::loopback()};  // nobody listens on the first
  });
  Loop loop;
  Peer peer(&hold);
  const Door door = door_to(Scheme::tcp, peer.port(), "sip.example.com");
  Client first(loop), second(loop);
  EXPECT_EQ(first.connect(door), "");
  EXPECT_TRUE(first.times->dns);
  EXPECT_EQ(first.link->remote().address, Address::loopback());
  EXPECT_EQ(second.connect(door), "");
  EXPECT_FALSE(second.times->dns) << "known from before";
  EXPECT_EQ(lookups, 1);
}

TEST_F(Names, FailWithTheirClass) {
  for (const Scheme scheme : {Scheme::tcp, Scheme::udp}) {
    Loop loop;
    use_system_lookup([](const std::string&) -> Outcome<Addresses> {
      return Failure{"dns.not_found", "no such name"};
    });
    Client unknown(loop);
    EXPECT_EQ(unknown.connect(door_to(scheme, 5060, "nowhere.example.com")), "dns.not_found");

    const auto stuck = std::make_shared<std::atomic<bool>>(true);  // outlives the test in the helper
    use_system_lookup([stuck](const std::string&) -> Outcome<Addresses> {
      while (*stuck) std::this_thread::yield();
      return Failure{"dns.not_found", "too late"};
    });
    Client slow(loop);
    Door door = door_to(scheme, 5060, "slow.example.com");
    door.connect_timeout = std::chrono::milliseconds(20);
    EXPECT_EQ(slow.connect(door), "dns.timeout");
    *stuck = false;
  }
}

Awaitable<void> resolve_into(Shard& shard, const Door& door, std::optional<Outcome<Endpoint>>& result) {
  const Outcome<Endpoint> found = co_await resolve(shard, door);
  result = found;
}

TEST_F(Names, ResolveAsAFlow) {
  use_system_lookup([](const std::string& host) -> Outcome<Addresses> {
    if (host == "known.example.com") return Addresses{*Address::parse("192.0.2.7")};
    return Failure{"dns.not_found", "no such name"};
  });
  Loop loop;
  std::optional<Outcome<Endpoint>> known, unknown, literal;
  const Door a = door_to(Scheme::udp, 5060, "known.example.com"),
             b = door_to(Scheme::udp, 5060, "other.example.com"),
             c = door_to(Scheme::udp, 5061, "2001:db8::1");
  loop.shard.spawn(resolve_into(loop.shard, a, known));
  loop.shard.spawn(resolve_into(loop.shard, b, unknown));
  loop.shard.spawn(resolve_into(loop.shard, c, literal));
  loop.run();
  EXPECT_EQ(known->value().to_string(), "192.0.2.7:5060");
  EXPECT_EQ(unknown->error().kind, "dns.not_found");
  EXPECT_EQ(literal->value().to_string(), "[2001:db8::1]:5061");
}

}  // namespace
}  // namespace cxload::net
