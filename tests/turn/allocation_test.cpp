// The life of an allocation against a scripted server, in virtual time.
#include "world.hpp"

namespace cxload::turn {
namespace {

using namespace std::chrono_literals;
using test::World;
using State = Allocation::State;
using stun::Method;

TEST(TurnAllocation, IsChallengedAndAllocated) {
  World world;
  world.open();
  EXPECT_EQ(world.server.seen[Method::allocate], 2);
  EXPECT_EQ(world.allocation.relayed(), world.server.relayed);
  EXPECT_EQ(world.allocation.mapped(), world.server.mapped);
}

TEST(TurnAllocation, NeedsNoCredentialsWhereTheServerWantsNone) {
  World world{AllocationOptions{}};
  world.server.wants_credentials = false;
  world.open();
  EXPECT_EQ(world.server.seen[Method::allocate], 1);
}

TEST(TurnAllocation, WrongPasswordIsToldAndNotTriedAgain) {
  World world;
  world.server.password = "another";
  world.allocation.start(world.now);
  world.run(60s);
  EXPECT_EQ(world.failure(), "turn.auth");
  EXPECT_EQ(world.server.seen[Method::allocate], 2);
  EXPECT_EQ(world.allocation.failure()->detail.find("wonderland"), std::string::npos);
  EXPECT_FALSE(world.allocation.next_deadline());
}

TEST(TurnAllocation, MissingCredentialsAreTold) {
  World world{AllocationOptions{}};
  world.allocation.start(world.now);
  world.run(60s);
  EXPECT_EQ(world.failure(), "turn.auth");
}

TEST(TurnAllocation, RefusalIsTold) {
  World world;
  world.server.refused[Method::allocate] = 486;
  world.allocation.start(world.now);
  world.run(60s);
  EXPECT_EQ(world.failure(), "turn.refused");
  EXPECT_NE(world.allocation.failure()->detail.find("quota"), std::string::npos);
}

TEST(TurnAllocation, SilenceEndsAfterAllTries) {
  World world;
  world.is_up = false;
  world.allocation.start(world.now);
  world.run(39s);
  EXPECT_EQ(world.allocation.state(), State::asking);
  EXPECT_EQ(world.sent, 7);
  world.run(1s);
  EXPECT_EQ(world.failure(), "turn.timeout");
}

TEST(TurnAllocation, NothingIsSaidTwiceOnAStream) {
  AllocationOptions options = World::with_credentials();
  options.is_reliable = true;
  World world(options);
  world.is_up = false;
  world.allocation.start(world.now);
  world.run(60s);
  EXPECT_EQ(world.sent, 1);
  EXPECT_EQ(world.failure(), "turn.timeout");
}

TEST(TurnAllocation, LossIsMadeUpFor) {
  World world;
  world.lose_next = 2;
  world.allocation.start(world.now);
  world.run(5s);
  EXPECT_EQ(world.allocation.state(), State::open);
}

TEST(TurnAllocation, AnswersOfAForgerAreNone) {
  World world;
  world.server.signs_falsely = true;
  world.allocation.start(world.now);
  world.run(30s);
  EXPECT_TRUE(world.server.is_allocated);
  EXPECT_EQ(world.allocation.state(), State::asking);
  world.run(30s);
  EXPECT_EQ(world.failure(), "turn.timeout");
}

TEST(TurnAllocation, ASuccessWithoutAnAddressIsNonsense) {
  World world;
  world.server.forgets_address = true;
  world.allocation.start(world.now);
  world.run(5s);
  EXPECT_EQ(world.failure(), "turn.protocol");
}

TEST(TurnAllocation, IsRefreshedBeforeItRunsOut) {
  World world;
  world.open();
  world.run(3600s);
  EXPECT_EQ(world.allocation.state(), State::open);
  EXPECT_GE(world.server.lifetimes_asked.size(), 6U);
  EXPECT_LE(world.server.lifetimes_asked.size(), 8U);
}

TEST(TurnAllocation, AStaleNonceIsReplaced) {
  World world;
  world.open();
  world.server.nonce = "nonce-2";
  world.run(550s);
  EXPECT_EQ(world.allocation.state(), State::open);
  EXPECT_EQ(world.server.lifetimes_asked.size(), 1U);
  EXPECT_EQ(world.server.seen[Method::refresh], 2);
}

TEST(TurnAllocation, AServerWithEndlessNoncesIsGivenUp) {
  World world;
  const auto reply = world.server.to_client;
  world.server.to_client = [&](stun::Bytes message) {
    reply(message);
    world.server.nonce += "x";
  };
  world.allocation.start(world.now);
  world.run(60s);
  EXPECT_EQ(world.failure(), "turn.refused");
  EXPECT_LE(world.server.seen[Method::allocate], 6);
}

TEST(TurnAllocation, AServerThatForgotItIsLost) {
  World world;
  world.open();
  world.server.is_allocated = false;
  world.run(600s);
  EXPECT_EQ(world.failure(), "turn.lost");
}

TEST(TurnAllocation, AServerThatFallsSilentIsLostWhenItsTimeIsOver) {
  World world;
  world.open();
  world.is_up = false;
  world.run(598s);
  EXPECT_EQ(world.failure(), "turn.lost");  // the last try of the refresh ends before
}

TEST(TurnAllocation, AShortLifetimeIsHonoured) {
  World world;
  world.server.lifetime = 30s;
  world.open();
  world.run(120s);
  EXPECT_EQ(world.allocation.state(), State::open);
  EXPECT_GE(world.server.lifetimes_asked.size(), 4U);
}

TEST(TurnAllocation, IsGivenBack) {
  World world;
  world.open();
  world.server.nonce = "nonce-2";
  world.allocation.close(world.now);
  EXPECT_EQ(world.allocation.state(), State::closing);
  world.run(2s);
  EXPECT_EQ(world.allocation.state(), State::closed);
  EXPECT_FALSE(world.server.is_allocated);
  EXPECT_EQ(world.failure(), "");
  EXPECT_FALSE(world.allocation.next_deadline());
}

TEST(TurnAllocation, IsGivenBackWhenTheAnswerComesAfterTheEnd) {
  World world;
  world.allocation.start(world.now);
  world.run(45ms);  // the challenge is answered, and the answer to that under way
  world.allocation.close(world.now);
  world.run(2s);
  EXPECT_EQ(world.allocation.state(), State::closed);
  EXPECT_EQ(world.server.lifetimes_asked, (std::vector<std::uint32_t>{0}));
  EXPECT_FALSE(world.server.is_allocated);
}

TEST(TurnAllocation, TheEndOfTheStreamIsItsEnd) {
  World before;
  before.allocation.start(before.now);
  before.allocation.lose({"tcp.refused", "nobody listens"});
  EXPECT_EQ(before.failure(), "tcp.refused");
  World after;
  after.open();
  after.allocation.lose({"tcp.closed", "it is over"});
  EXPECT_EQ(after.failure(), "turn.lost");
}

}  // namespace
}  // namespace cxload::turn
