// Doors, and who may be tested.
#include <gtest/gtest.h>

#include <cxload/scenario/scenario.hpp>

namespace cxload::scenario {
namespace {

TEST(Doors, HaveDefaultPorts) {
  for (const auto& [url, text] : std::vector<std::pair<std::string, std::string>>{
           {"udp://a", "udp://a:5060"},
           {"tcp://a", "tcp://a:5060"},
           {"tls://a", "tls://a:5061"},
           {"ws://a", "ws://a:80"},
           {"wss://a", "wss://a:443"},
           {"wss://a:8443/ws/sip?token=1", "wss://a:8443/ws/sip?…"},
           {"udp://[::1]:5070", "udp://[::1]:5070"},
           {"tcp://[2001:db8::1]", "tcp://[2001:db8::1]:5060"}}) {
    const auto door = parse_door(url);
    ASSERT_TRUE(door) << url;
    EXPECT_EQ(door->to_text(), text);
  }
}

TEST(Doors, AreRefusedWithTheOffsetOfTheFault) {
  for (const auto& [url, at] : std::vector<std::pair<std::string, std::size_t>>{{"sip.example.com", 0},
                                                                                {"http://a", 0},
                                                                                {"wss://", 6},
                                                                                {"udp://a:0", 7},
                                                                                {"udp://a:65536", 7},
                                                                                {"udp://a:", 7},
                                                                                {"udp://[::1", 6},
                                                                                {"udp://[::1]x", 11},
                                                                                {"udp://a b", 6},
                                                                                {"tcp://a/x", 7},
                                                                                {"ws://a/x y", 6},
                                                                                {"udp://u@a", 6},
                                                                                {"udp://[127.0.0.1]", 6}}) {
    const auto door = parse_door(url);
    ASSERT_FALSE(door) << url;
    EXPECT_EQ(door.error().at, at) << url << ": " << door.error().what;
  }
}

TEST(Doors, OfAListComeInItsOrder) {
  const auto doors = parse_doors("wss://a.example/ws, wss://b.example:8443 ,wss://[::1]");
  ASSERT_TRUE(doors);
  std::vector<std::string> texts;
  for (const DoorUrl& door : *doors) texts.push_back(door.to_text());
  EXPECT_EQ(texts,
            (std::vector<std::string>{"wss://a.example:443/ws", "wss://b.example:8443", "wss://[::1]:443"}));
  EXPECT_FALSE(doors->at(0).has_port);
  EXPECT_TRUE(doors->at(1).has_port);
  std::string many = "tcp://h0";
  for (int i = 1; i < 9; ++i) many += ",tcp://h" + std::to_string(i);
  EXPECT_FALSE(parse_doors(many)) << "nine doors";
}

TEST(Doors, OfAnotherSchemeAreWhereThatUsuallyIs) {
  Scenario scenario;
  const auto doors = *parse_doors("wss://a.example:8443,wss://b.example,wss://a.example:9443");
  scenario.deployment.signalling = doors.front();
  scenario.deployment.fallbacks.assign(doors.begin() + 1, doors.end());
  Group group;
  EXPECT_EQ(scenario.doors_of(group), doors);
  group.signalling = net::Scheme::udp;
  const auto others = scenario.doors_of(group);
  ASSERT_EQ(others.size(), 2U) << "each host once";
  EXPECT_EQ(others[0].to_text(), "udp://a.example:5060");
  EXPECT_EQ(others[1].to_text(), "udp://b.example:5060");
  EXPECT_FALSE(others[0].has_port) << "services may be asked";
  const auto own = *parse_doors("tcp://x:1,tcp://y:2");
  group.signalling = own.front();
  group.fallbacks = {own.back()};
  EXPECT_EQ(scenario.doors_of(group), own);
}

TEST(NameServers, AreAddressesWithAPortOrWithout) {
  for (const auto& [text, wanted] :
       std::vector<std::pair<std::string, std::string>>{{"192.0.2.1", "192.0.2.1:53"},
                                                        {"127.0.0.1:5353", "127.0.0.1:5353"},
                                                        {"2001:db8::1", "[2001:db8::1]:53"},
                                                        {"[2001:db8::1]", "[2001:db8::1]:53"},
                                                        {"[::1]:5353", "[::1]:5353"}}) {
    const auto server = parse_name_server(text);
    ASSERT_TRUE(server) << text;
    EXPECT_EQ(server->to_string(), wanted);
  }
  for (const auto& [text, at] : std::vector<std::pair<std::string, std::size_t>>{{"", 0},
                                                                                 {"ns.example.com", 0},
                                                                                 {"192.0.2.1:", 9},
                                                                                 {"192.0.2.1:65536", 9},
                                                                                 {"[192.0.2.1]:53", 0},
                                                                                 {"[::1", 0},
                                                                                 {"[::1]x", 5},
                                                                                 {"[", 0}}) {
    const auto server = parse_name_server(text);
    ASSERT_FALSE(server) << text;
    EXPECT_EQ(server.error().at, at) << text;
  }
}

Deployment at(std::string_view url) {
  Deployment deployment;
  deployment.signalling = *parse_door(url);
  return deployment;
}

TEST(Consent, IsNeededBeyondLoopbackAndPrivateAddresses) {
  const auto refused = [](const char* address, const Deployment& deployment) {
    return refusal(deployment, *net::Address::parse(address)).has_value();
  };
  Deployment deployment = at("wss://sip.example.com");
  for (const auto* local :
       {"127.0.0.1", "::1", "10.0.0.1", "172.31.0.1", "192.168.1.1", "fd00::1", "fe80::1"})
    EXPECT_FALSE(refused(local, deployment)) << local;
  for (const auto* foreign : {"8.8.8.8", "172.32.0.1", "100.64.0.1", "2001:db8::1", "0.0.0.0"})
    EXPECT_TRUE(refused(foreign, deployment)) << foreign;
  deployment.consent = "NOC ticket 4711";
  EXPECT_FALSE(refused("8.8.8.8", deployment));
}

TEST(Deployments, KnowSomeAddressesWithoutAsking) {
  Deployment deployment = at("wss://sip.example.com");
  EXPECT_FALSE(deployment.known_address("sip.example.com"));
  deployment.resolve = {{"sip.example.com", "127.0.0.1"}};
  EXPECT_TRUE(deployment.known_address("sip.example.com")->is_loopback());
  EXPECT_TRUE(deployment.known_address("localhost")->is_loopback());
  EXPECT_EQ(deployment.known_address("10.0.0.1")->to_string(), "10.0.0.1");
}

TEST(Deployments, AreForeignUnlessOnThisMachine) {
  const Deployment deployment;
  EXPECT_FALSE(deployment.is_foreign(parse_door("udp://127.0.0.1")->host));
  EXPECT_FALSE(deployment.is_foreign(parse_door("udp://localhost")->host));
  EXPECT_TRUE(deployment.is_foreign(parse_door("udp://10.0.0.1")->host));
  EXPECT_TRUE(deployment.is_foreign(parse_door("udp://sip.example.com")->host));
}

}  // namespace
}  // namespace cxload::scenario
