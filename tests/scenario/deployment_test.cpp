// Doors, and who may be tested.
#include <gtest/gtest.h>

#include <cxload/scenario/deployment.hpp>

namespace cxload::scenario {
namespace {

TEST(Doors, HaveDefaultPorts) {
  for (const auto& [url, text] : std::vector<std::pair<std::string, std::string>>{
           {"udp://a", "udp://a:5060"},
           {"tcp://a", "tcp://a:5060"},
           {"tls://a", "tls://a:5061"},
           {"ws://a", "ws://a:80"},
           {"wss://a", "wss://a:443"},
           {"wss://a:8443/ws/sip?x=1", "wss://a:8443/ws/sip?x=1"},
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
  EXPECT_FALSE(deployment.is_foreign(*parse_door("udp://127.0.0.1")));
  EXPECT_FALSE(deployment.is_foreign(*parse_door("udp://localhost")));
  EXPECT_TRUE(deployment.is_foreign(*parse_door("udp://10.0.0.1")));
  EXPECT_TRUE(deployment.is_foreign(*parse_door("udp://sip.example.com")));
}

}  // namespace
}  // namespace cxload::scenario
