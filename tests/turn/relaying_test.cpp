// What goes through an allocation: permissions, channels, indications.
#include "world.hpp"

namespace cxload::turn {
namespace {

using namespace std::chrono_literals;
using stun::Method;
using test::at;
using test::World;
using Said = std::vector<std::pair<stun::TransportAddress, std::string>>;

TEST(TurnRelaying, TheFirstDatagramsWaitForThePermission) {
  World world;
  world.open();
  world.say(at(2, 7000), "one");
  world.say(at(2, 7002), "two");  // the same host: the same permission
  EXPECT_EQ(world.at_peers, Said());
  world.run(1s);
  EXPECT_EQ(world.at_peers, (Said{{at(2, 7000), "one"}, {at(2, 7002), "two"}}));
  EXPECT_EQ(world.server.seen[Method::create_permission], 1);
  world.say(at(2, 7000), "three");
  world.run(1s);
  EXPECT_EQ(world.at_peers.size(), 3U);
  EXPECT_EQ(world.allocation.counts().indications, 3U);
}

TEST(TurnRelaying, WhatAPeerSendsIsHeard) {
  World world;
  world.open();
  world.say(at(2, 7000), "one");
  world.run(1s);
  world.server.from_peer(at(2, 7000), test::octets("back"));
  world.server.from_peer(at(3, 7000), test::octets("from a stranger"));
  world.run(1s);
  EXPECT_EQ(world.heard, (Said{{at(2, 7000), "back"}}));
}

TEST(TurnRelaying, AChannelCarriesOnceItIsBound) {
  World world;
  world.open();
  world.say(at(2, 7000), "by indication");
  world.run(1s);
  world.allocation.bind_channel(at(2, 7000), world.now);
  world.allocation.bind_channel(at(2, 7000), world.now);
  world.say(at(2, 7000), "by indication, too");
  world.run(1s);
  world.say(at(2, 7000), "by channel");
  world.server.from_peer(at(2, 7000), test::octets("back"));
  world.run(1s);
  EXPECT_EQ(world.server.seen[Method::channel_bind], 1);
  EXPECT_EQ(world.server.by_indication, 2);
  EXPECT_EQ(world.server.by_channel, 1);
  EXPECT_EQ(world.at_peers.back().second, "by channel");
  EXPECT_EQ(world.heard, (Said{{at(2, 7000), "back"}}));
}

TEST(TurnRelaying, ARefusedChannelLeavesIndications) {
  World world;
  world.open();
  world.server.refused[Method::channel_bind] = 508;
  world.say(at(2, 7000), "one");
  world.allocation.bind_channel(at(2, 7000), world.now);
  world.run(1s);
  world.say(at(2, 7000), "two");
  world.run(1s);
  EXPECT_EQ(world.server.by_indication, 2);
  EXPECT_EQ(world.server.by_channel, 0);
  EXPECT_EQ(world.allocation.state(), Allocation::State::open);
}

TEST(TurnRelaying, AForbiddenPeerIsSentNothing) {
  World world;
  world.open();
  world.server.forbidden.insert(at(2, 0));
  world.say(at(2, 7000), "one");
  world.run(1s);
  world.say(at(2, 7000), "two");
  world.say(at(3, 7000), "to another");
  world.run(1s);
  EXPECT_EQ(world.at_peers, (Said{{at(3, 7000), "to another"}}));
  EXPECT_EQ(world.allocation.counts().dropped, 2U);
  EXPECT_EQ(world.server.seen[Method::create_permission], 2);
}

TEST(TurnRelaying, PermissionsAndChannelsAreRenewed) {
  World world;
  world.open();
  world.say(at(2, 7000), "one");
  world.allocation.bind_channel(at(2, 7000), world.now);
  world.run(1200s);
  EXPECT_GE(world.server.seen[Method::create_permission], 4);
  EXPECT_GE(world.server.seen[Method::channel_bind], 2);
  EXPECT_EQ(world.server.channels.size(), 1U);
  world.server.from_peer(at(2, 7000), test::octets("late"));
  world.run(1s);
  EXPECT_EQ(world.heard.size(), 1U);
}

TEST(TurnRelaying, HostsAndWhatWaitsAreBounded) {
  World world;
  world.open();
  for (std::uint8_t host = 2; host < 102; ++host) world.say(at(host, 7000), "hello");
  EXPECT_EQ(world.allocation.counts().dropped, 100 - Allocation::most_held);
  world.run(2s);
  EXPECT_EQ(world.server.permitted.size(), Allocation::most_peers);
  for (std::uint16_t port = 1; port < 100; ++port) world.allocation.bind_channel(at(2, port), world.now);
  world.run(2s);
  EXPECT_EQ(world.server.channels.size(), Allocation::most_channels);
}

TEST(TurnRelaying, NonsenseOfTheServerIsCounted) {
  World world;
  world.open();
  const auto hear = [&](std::initializer_list<int> bytes) {
    test::Octets message;
    for (const int byte : bytes) message.push_back(static_cast<std::byte>(byte));
    return world.allocation.receive(message, world.now);
  };
  EXPECT_FALSE(hear({}));
  EXPECT_FALSE(hear({0x40, 0x00, 0x00, 0x01, 0x55}));  // a channel that nobody bound
  EXPECT_FALSE(hear({0x40, 0x00, 0xFF, 0xFF}));
  EXPECT_FALSE(hear({0x01, 0x01, 0x00, 0x00}));
  EXPECT_EQ(world.allocation.counts().strange, 4U);
  EXPECT_EQ(world.heard, Said());
}

}  // namespace
}  // namespace cxload::turn
