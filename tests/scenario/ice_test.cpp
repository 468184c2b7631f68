// STUN and TURN servers as a scenario names them.
#include <gmock/gmock.h>

#include <cxload/scenario/ice.hpp>
#include <cxload/scenario/loader.hpp>

#include "scenario/scenario_files.hpp"

namespace cxload::scenario {
namespace {

using testing::HasSubstr;

std::string text_of(std::string_view url) {
  const auto parsed = parse_ice_url(url);
  return parsed ? parsed->to_text() : parsed.error().what;
}

TEST(IceUrl, HasADefaultForEverythingButTheHost) {
  EXPECT_EQ(text_of("stun:stun.example.com"), "stun:stun.example.com:3478");
  EXPECT_EQ(text_of("turn:192.0.2.1"), "turn:192.0.2.1:3478");
  EXPECT_EQ(text_of("turn:192.0.2.1:80?transport=udp"), "turn:192.0.2.1:80");
  EXPECT_EQ(text_of("turn:[2001:db8::1]?transport=tcp"), "turn:[2001:db8::1]:3478?transport=tcp");
  EXPECT_EQ(text_of("turns:turn.example.com?transport=tcp"), "turns:turn.example.com:5349");
}

TEST(IceUrl, SaysWhereItIsWrong) {
  EXPECT_EQ(parse_ice_url("turn:host:0").error().at, 9U);
  EXPECT_EQ(parse_ice_url("turn:ho st").error().at, 5U);
  EXPECT_EQ(parse_ice_url("turn:host?transport=sctp").error().at, 20U);
  EXPECT_EQ(parse_ice_url("turn:host?ttl=1").error().at, 10U);
  EXPECT_THAT(text_of("tunr:host"), HasSubstr("did you mean"));
  for (const auto* const url :
       {"", ":", "turn:", "turn", "stun:h?transport=udp", "turn:a@b", "turn:h/p", "turn:h?"})
    EXPECT_FALSE(parse_ice_url(url)) << url;
}

TEST(IceRules, AreReadWithCredentialsOfTheirOwnOrOfAll) {
  const Loaded loaded = load_scenario("tests/scenario/ice_servers.yaml");
  ASSERT_TRUE(loaded.scenario) << loaded.faults.render(10);
  const Group* const group = loaded.scenario->find_group("browsers");
  ASSERT_NE(group, nullptr);
  ASSERT_EQ(group->ice.servers.size(), 3U);
  EXPECT_EQ(group->ice.servers[1].username, "all");
  EXPECT_EQ(group->ice.servers[2].username, "own");
  EXPECT_EQ(group->ice.servers[2].password, "tweedledum");
  EXPECT_TRUE(group->ice.relay_only);
  EXPECT_EQ(group->ice.gathering, std::chrono::seconds(2));
  EXPECT_EQ(loaded.scenario->secrets.mask("jabberwock and tweedledum"), "*** and ***");
}

}  // namespace
}  // namespace cxload::scenario
