// Links to doors that are names: the table, services, failing over, and the classes of what goes wrong.
#include <gmock/gmock.h>

#include <cxload/net/udp.hpp>

#include "dns/name_server.hpp"
#include "net/client.hpp"
#include "net/peers/peer.hpp"

namespace cxload::net {
namespace {

using namespace test;

void hold(Conversation& conversation) { conversation.read_to_end(); }

/// A port of this machine where nobody listens.
std::uint16_t dead_port() {
  Peer peer(&hold);
  return peer.port();
}

Door service_door(Scheme scheme, const std::string& host = "sip.test") {
  Door door = door_to(scheme, 5060, host);
  door.by_service = true;
  return door;
}

std::string srv(int priority, std::uint16_t port, const std::string& target = "sip.test") {
  return "_sip._tcp.sip.test SRV " + std::to_string(priority) + " 0 " + std::to_string(port) + " " + target;
}

TEST(Names, TheTableOfTheDoorComesFirst) {
  Loop loop;
  Peer peer(&hold);
  const NameServer server(loop, {"sip.test A 127.0.0.9"});
  Door door = service_door(Scheme::tcp);
  door.port = peer.port();
  door.resolve["sip.test"] = "127.0.0.1";
  Client client(loop);
  EXPECT_EQ(client.connect(door), "");
  EXPECT_FALSE(client.times->dns);
  EXPECT_EQ(Dns::of(loop.shard).queries(), 0U);
  door.resolve["sip.test"] = "not an address";
  Client wrong(loop);
  EXPECT_EQ(wrong.connect(door), "dns.not_found");
}

TEST(Names, AreLookedUpOnceAndTriedInOrder) {
  Loop loop;
  Peer peer(&hold);
  const NameServer server(loop, {"sip.test AAAA ::1", "sip.test A 127.0.0.1"});  // nobody listens on ::1
  const Door door = door_to(Scheme::tcp, peer.port(), "sip.test");
  Client first(loop), second(loop);
  EXPECT_EQ(first.connect(door), "");
  EXPECT_TRUE(first.times->dns);
  EXPECT_EQ(first.link->remote().address, Address::loopback());
  EXPECT_EQ(second.connect(door), "");
  EXPECT_FALSE(second.times->dns) << "known from before";
  EXPECT_EQ(Dns::of(loop.shard).queries(), 1U);
}

TEST(Names, ReachIpv6) {
  Loop loop;
  Peer::Options on_v6;
  on_v6.address = "::1";
  Peer peer(&hold, on_v6);
  const NameServer server(loop, {"sip.test AAAA ::1"});
  Client client(loop);
  EXPECT_EQ(client.connect(door_to(Scheme::tcp, peer.port(), "sip.test")), "");
  EXPECT_EQ(client.link->remote(), (Endpoint{*Address::parse("::1"), peer.port()}));
}

TEST(Names, LeadThroughServicesToTheirPort) {
  Loop loop;
  Peer peer(&hold);
  const NameServer server(loop, {"sip.test NAPTR 1 1 \"s\" \"SIP+D2T\" \"\" _elsewhere.test",
                                 "_elsewhere.test SRV 1 1 " + std::to_string(peer.port()) + " host.test",
                                 "host.test A 127.0.0.1"});
  Client client(loop);
  EXPECT_EQ(client.connect(service_door(Scheme::tcp)), "");
  EXPECT_TRUE(client.times->dns);
  EXPECT_EQ(client.link->remote().port, peer.port());
}

TEST(Names, GoOnToTheNextTargetThatLetsThemIn) {
  Loop loop;
  Peer peer(&hold);
  const NameServer server(
      loop, {srv(1, dead_port()), srv(2, 5060, "gone.test"), srv(3, peer.port()), "sip.test A 127.0.0.1"});
  Client client(loop);
  EXPECT_EQ(client.connect(service_door(Scheme::tcp)), "");
  EXPECT_EQ(client.link->remote().port, peer.port());
}

TEST(Names, TellTheFailureOfTheLastTarget) {
  Loop loop;
  const NameServer server(loop, {srv(1, dead_port()), srv(2, dead_port()), "sip.test A 127.0.0.1"});
  Client client(loop);
  EXPECT_EQ(client.connect(service_door(Scheme::tcp)), "tcp.refused");
}

TEST(Names, DoNotSpendAllTheirTimeOnASilentTarget) {
  // A full accept queue: the kernel drops further SYNs.
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof name;
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&name), length), 0);
  ASSERT_EQ(::listen(listener, 0), 0);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&name), &length);
  Loop loop;
  Peer peer(&hold);
  const std::uint16_t silent = ntohs(name.sin_port);
  const NameServer server(loop, {srv(1, silent), srv(2, peer.port()), "sip.test A 127.0.0.1"});
  Door filling = door_to(Scheme::tcp, silent);
  filling.connect_timeout = std::chrono::milliseconds(50);
  Client first(loop), second(loop), client(loop);
  first.connect(filling);
  second.connect(filling);
  Door door = service_door(Scheme::tcp);
  door.connect_timeout = std::chrono::seconds(2);
  EXPECT_EQ(client.connect(door), "");
  EXPECT_EQ(client.link->remote().port, peer.port());
  ::close(listener);
}

TEST(Names, FailWithTheirClass) {
  for (const Scheme scheme : {Scheme::tcp, Scheme::udp})
    for (const auto& [manner, kind] :
         std::map<DnsAnswers, std::string>{{DnsAnswers::normal, "dns.not_found"},
                                           {DnsAnswers::servfail, "dns.servfail"},
                                           {DnsAnswers::silent, "dns.timeout"}}) {
      Loop loop;
      const NameServer server(loop, {}, manner);
      Client by_service(loop), by_address(loop);
      EXPECT_EQ(by_service.connect(service_door(scheme)), kind);
      EXPECT_EQ(by_address.connect(door_to(scheme, 5060, "sip.test")), kind);
    }
}

TEST(Names, AreGivenUpWhenTheTimeToConnectIsOver) {
  for (const Scheme scheme : {Scheme::tcp, Scheme::udp}) {
    Loop loop;
    const NameServer server(loop, {}, DnsAnswers::silent);
    DnsOptions patient = NameServer::quick({server.door->local()});
    patient.patience = std::chrono::hours(1);
    Dns::of(loop.shard).use(patient);
    Client slow(loop);
    Door door = door_to(scheme, 5060, "slow.test");
    door.connect_timeout = std::chrono::milliseconds(20);
    EXPECT_EQ(slow.connect(door), "dns.timeout");
  }
}

TEST(Names, LeadNowhereThatIsRefused) {
  for (const Scheme scheme : {Scheme::tcp, Scheme::udp}) {
    Loop loop;
    Peer peer(&hold);
    const NameServer server(loop, {"sip.test A 192.0.2.1"});
    Door door = door_to(scheme, peer.port(), "sip.test");
    door.refusal = [](const Address& address) -> std::optional<Failure> {
      if (address.is_loopback()) return std::nullopt;
      return Failure{"limit.consent", "nobody agreed"};
    };
    Client client(loop);
    EXPECT_EQ(client.connect(door), "limit.consent");
  }
}

Awaitable<void> find(Loop& loop, const Door& door, std::string& places) {
  const TimePoint deadline = Clock::now() + std::chrono::seconds(20);
  const Outcome<std::vector<Endpoint>> found = co_await find_targets(loop.shard, door, deadline);
  if (!found) places = found.error().kind;
  if (found)
    for (const Endpoint& place : *found) places += place.to_string() + " ";
  loop.stop();
}

TEST(Names, AreFollowedToAllTheirPlacesByAFlow) {
  Loop loop;
  const NameServer server(
      loop, {srv(2, 2), srv(1, 1, "other.test"), "sip.test A 127.0.0.1", "other.test AAAA ::1"});
  for (const auto& [host, wanted] : std::map<std::string, std::string>{
           {"sip.test", "[::1]:1 127.0.0.1:2 "}, {"nowhere.test", "dns.not_found"}, {"::1", "[::1]:5060 "}}) {
    const Door door = service_door(Scheme::tcp, host);
    std::string places;
    loop.shard.spawn(find(loop, door, places));
    loop.run();
    EXPECT_EQ(places, wanted);
  }
}

}  // namespace
}  // namespace cxload::net
