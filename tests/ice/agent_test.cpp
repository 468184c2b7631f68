// Agents that find each other, and those that do not, over a network of this test's making.
#include "network.hpp"

namespace cxload::ice {
namespace {

using namespace test;
using std::chrono::milliseconds;
using std::chrono::seconds;

AgentOptions controlling() { return {}; }
AgentOptions controlled() {
  AgentOptions options;
  options.is_controlling = false;
  return options;
}

struct TwoHosts : Network {
  explicit TwoHosts(const AgentOptions& a = controlling(), const AgentOptions& b = controlled())
      : Network(a, b) {
    left.add(host(at(1, 1000)));
    right.add(host(at(2, 2000)));
  }
  bool connect(Duration within = seconds(15)) {
    run(within, [this] { return are_connected(); });
    return are_connected();
  }
};

TEST(Agent, TwoHostsFindEachOther) {
  TwoHosts network;
  network.exchange();
  ASSERT_TRUE(network.connect(milliseconds(200)));
  EXPECT_EQ(network.left.agent.selected()->remote, at(2, 2000));
  EXPECT_EQ(network.right.agent.selected()->remote, at(1, 1000));
  EXPECT_EQ(network.left.agent.round_trip(), milliseconds(40));
  // Two checks each at most: one that tells, one that nominates.
  EXPECT_LE(network.left.agent.counts().checks_sent, 2U);
}

TEST(Agent, TheBestPairWins) {
  TwoHosts network;
  network.left.add(host(at(1, 1001), 100, "2"));
  network.right.add(host(at(2, 2001), 100, "2"));
  network.exchange();
  ASSERT_TRUE(network.connect());
  EXPECT_EQ(network.left.agent.selected()->base, 0U);
  EXPECT_EQ(network.left.agent.selected()->remote, at(2, 2000));
}

TEST(Agent, ADeadPairIsPassedOver) {
  TwoHosts network;
  network.right.add(host(at(2, 2001), 100, "2"));
  network.passes = [](const auto& from, const auto& to) { return from != at(2, 2000) && to != at(2, 2000); };
  network.exchange();
  ASSERT_TRUE(network.connect());
  EXPECT_EQ(network.left.agent.selected()->remote, at(2, 2001));
}

TEST(Agent, LosesAThirdAndConnectsAllTheSame) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    TwoHosts network;
    Random random(seed);
    network.passes = [&random](const auto&, const auto&) { return random.next() % 100 >= 30; };
    network.exchange();
    EXPECT_TRUE(network.connect()) << seed << ": " << network.left.agent.counts().checks_sent << " and "
                                   << network.right.agent.counts().checks_sent << " checks, selected "
                                   << network.left.agent.selected().has_value()
                                   << network.right.agent.selected().has_value();
  }
}

TEST(Agent, BothControlAtFirst) {
  for (const bool both : {true, false}) {
    TwoHosts network(both ? controlling() : controlled(), both ? controlling() : controlled());
    network.exchange();
    EXPECT_TRUE(network.connect());
    EXPECT_NE(network.left.agent.is_controlling(), network.right.agent.is_controlling());
  }
}

TEST(Agent, ALitePeerOnlyAnswers) {
  AgentOptions lite = controlled();
  lite.is_lite = true;
  TwoHosts network(controlling(), lite);
  network.exchange(true);
  ASSERT_TRUE(network.connect(milliseconds(300)));
  EXPECT_EQ(network.right.agent.counts().checks_sent, 0U);
  EXPECT_EQ(network.right.agent.selected()->remote, at(1, 1000));
}

TEST(Agent, WhoAnswersALiteOfferControls) {
  AgentOptions lite;
  lite.is_lite = true;
  TwoHosts network(controlled(), lite);
  network.exchange(true);
  EXPECT_TRUE(network.connect());
  EXPECT_TRUE(network.left.agent.is_controlling());
}

// The left one is seen at an address it does not know itself.
TEST(Agent, LearnsACandidateFromACheck) {
  TwoHosts network;
  const auto outside = at(99, 9000);
  network.translate = [&](const auto& from) { return from == at(1, 1000) ? outside : from; };
  network.behind[outside] = at(1, 1000);
  network.passes = [](const auto&, const auto& to) { return to != at(1, 1000); };
  network.exchange();
  ASSERT_TRUE(network.connect());
  EXPECT_EQ(network.right.agent.selected()->remote, outside);
  EXPECT_EQ(network.right.agent.selected()->remote_type, CandidateType::peer_reflexive);
}

TEST(Agent, ChecksThatComeBeforeTheAnswerAreNotLost) {
  TwoHosts network;
  network.left.agent.set_remote(network.right.agent.credentials(), network.right.candidates, false,
                                network.now);
  network.run(milliseconds(300));
  EXPECT_FALSE(network.right.agent.selected());
  network.right.agent.set_remote(network.left.agent.credentials(), {}, false, network.now);
  ASSERT_TRUE(network.connect(milliseconds(600)));
}

TEST(Agent, CandidatesMayTrickleIn) {
  TwoHosts network;
  network.left.agent.set_remote(network.right.agent.credentials(), {}, false, network.now);
  network.right.agent.set_remote(network.left.agent.credentials(), {}, false, network.now);
  network.run(seconds(2));
  EXPECT_FALSE(network.are_connected());
  network.left.agent.add_remote(network.right.candidates.front(), network.now);
  EXPECT_TRUE(network.connect(milliseconds(300)));
}

TEST(Agent, NoPathIsAFailureWithAReason) {
  TwoHosts network;
  network.passes = [](const auto&, const auto&) { return false; };
  network.exchange();
  network.run(seconds(60));
  EXPECT_EQ(network.left.agent.failure().value().kind, "ice.failed");
  EXPECT_FALSE(network.left.agent.next_deadline());
  EXPECT_LE(network.left.agent.counts().checks_sent, 16U);

  TwoHosts empty;
  empty.left.agent.set_remote(empty.right.agent.credentials(), {}, false, empty.now);
  empty.run(seconds(60));
  EXPECT_EQ(empty.left.agent.failure().value().kind, "ice.no_candidates");
}

TEST(Agent, WhoHasNoMoreCandidatesIsGivenUpWhenAllPairsFailed) {
  AgentOptions options = controlling();
  options.tries = 3;
  TwoHosts patient(options), told(options);
  for (TwoHosts* network : {&patient, &told}) {
    network->passes = [](const auto&, const auto&) { return false; };
    network->exchange();
  }
  told.left.agent.end_remote(told.now);
  EXPECT_FALSE(told.left.agent.failure());
  patient.run(seconds(10));
  told.run(seconds(10));
  EXPECT_FALSE(patient.left.agent.failure()) << "another candidate may come";
  EXPECT_EQ(told.left.agent.failure().value().kind, "ice.failed");
}

TEST(Agent, RelayedCandidatesAreTheLastResort) {
  TwoHosts network;
  Candidate relayed;
  relayed.foundation = "3";
  relayed.type = CandidateType::relayed;
  relayed.priority = candidate_priority(CandidateType::relayed, 65535);
  relayed.address = at(9, 9000);
  network.left.add(relayed);
  network.exchange();
  ASSERT_TRUE(network.connect());
  EXPECT_EQ(network.left.agent.selected()->base, 0U);

  TwoHosts walled;
  walled.left.add(relayed);
  walled.passes = [](const auto& from, const auto& to) { return from == at(9, 9000) || to == at(9, 9000); };
  walled.exchange();
  ASSERT_TRUE(walled.connect());
  EXPECT_EQ(walled.left.agent.selected()->base, 1U);
  EXPECT_EQ(walled.right.agent.selected()->remote, at(9, 9000));
  EXPECT_EQ(walled.right.agent.selected()->remote_type, CandidateType::relayed);
}

TEST(Agent, AWrongPasswordConnectsNobody) {
  TwoHosts network;
  Credentials wrong = network.right.agent.credentials();
  wrong.password = "0123456789012345678901";
  network.left.agent.set_remote(wrong, network.right.candidates, false, network.now);
  network.run(seconds(20));
  EXPECT_EQ(network.left.agent.failure().value().kind, "ice.failed");
  EXPECT_GT(network.right.agent.counts().refused, 0U);
}

TEST(Agent, ConsentIsAskedForAndMissed) {
  TwoHosts network;
  network.exchange();
  ASSERT_TRUE(network.connect());
  network.run(seconds(120));
  EXPECT_FALSE(network.left.agent.failure());
  const std::uint64_t asked = network.left.agent.counts().checks_sent;
  EXPECT_GE(asked, 20U);
  EXPECT_LE(asked, 34U);
  network.passes = [](const auto& from, const auto&) { return from != at(2, 2000); };
  network.run(seconds(20));
  EXPECT_FALSE(network.left.agent.failure());
  network.run(seconds(25));
  EXPECT_EQ(network.left.agent.failure().value().kind, "ice.consent");
  EXPECT_EQ(network.right.agent.failure().has_value(), true);
}

// As browsers do: they go on to ask about their other pairs, and may change their mind.
TEST(Agent, AskedAboutOtherPairsBehindTheChoiceItChecksNone) {
  TwoHosts network;
  network.right.add(host(at(2, 2001), 100, "2"));
  network.exchange();
  ASSERT_TRUE(network.connect());
  network.run(seconds(1));
  const std::uint64_t before = network.left.agent.counts().checks_sent;
  for (int i = 0; i < 1000; ++i) network.ask(at(3, 3000), false);
  network.run(seconds(1));
  EXPECT_EQ(network.left.agent.counts().checks_sent, before);
  EXPECT_EQ(network.left.agent.selected()->remote, at(2, 2000));
}

// A NAT or a TURN permission: nothing comes in before something went out. What was lost there goes out again
// when the far end's own check comes, not after half a second.
TEST(Agent, ADoorThatOpensLateCostsNoTimeout) {
  TwoHosts network;
  bool is_open = false;
  network.passes = [&](const auto& from, const auto&) {
    if (from == at(1, 1000)) is_open = true;
    return is_open;
  };
  network.right.agent.set_remote(network.left.agent.credentials(), network.left.candidates, false,
                                 network.now);
  network.left.agent.set_remote(network.right.agent.credentials(), network.right.candidates, false,
                                network.now);
  EXPECT_TRUE(network.connect(milliseconds(300)));
}

TEST(Agent, FollowsAControllingPeerToAnotherPair) {
  TwoHosts network(controlled(), controlling());
  network.right.add(host(at(2, 2001), 100, "2"));
  network.passes = [](const auto& from, const auto& to) { return from != at(2, 2001) && to != at(2, 2001); };
  network.exchange();
  ASSERT_TRUE(network.connect());
  ASSERT_EQ(network.left.agent.selected()->remote, at(2, 2000));
  network.passes = nullptr;
  network.run(seconds(1));
  network.ask(at(2, 2001), true);
  network.run(seconds(1));
  EXPECT_EQ(network.left.agent.selected()->remote, at(2, 2001));
}

TEST(Agent, APeerThatAlwaysClaimsAConflictIsAskedNoFasterThanThePace) {
  TwoHosts network;
  network.right_answers = [&](stun::Writer& writer) { writer.error(487, "Role Conflict"); };
  network.exchange();
  network.run(seconds(60));
  EXPECT_EQ(network.left.agent.failure().value().kind, "ice.failed");
  EXPECT_LE(network.left.agent.counts().checks_sent, 15U * 20 + 1);
}

TEST(Agent, APeerThatRefusesEveryNominationFailsInItsOwnTime) {
  TwoHosts network;
  network.right_answers = [&](stun::Writer& writer) { writer.error(400, "Bad Request"); };
  network.right_refuses_nominations_only = true;
  network.exchange();
  network.run(seconds(60));  // and time goes on: see Network::run()
  EXPECT_EQ(network.left.agent.failure().value().kind, "ice.failed");
}

TEST(Agent, ConsentThatIsTakenBackEndsItAtOnce) {
  TwoHosts network;
  network.exchange();
  ASSERT_TRUE(network.connect());
  network.right_answers = [&](stun::Writer& writer) { writer.error(403, "Forbidden"); };
  network.run(seconds(7));
  EXPECT_EQ(network.left.agent.failure().value().kind, "ice.consent");
}

TEST(Agent, TheLongestCredentialsFitIntoAMessage) {
  Credentials longest{std::string(256, 'u'), std::string(256, 'p')};
  EXPECT_TRUE(are_credible(longest));
  AgentOptions right = controlled();
  right.own = longest;
  AgentOptions left = controlling();
  left.own = longest;
  TwoHosts network(left, right);
  network.exchange();
  EXPECT_TRUE(network.connect());
  EXPECT_FALSE(are_credible({std::string(257, 'u'), longest.password}));
  EXPECT_FALSE(are_credible({"abc", longest.password}));
  EXPECT_FALSE(are_credible({longest.ufrag, std::string(21, 'p')}));
}

TEST(Agent, StrangersAreCountedAndBounded) {
  TwoHosts network;
  network.exchange();
  std::vector<std::byte> garbage(100, std::byte{1});
  network.left.agent.receive(0, at(7, 7), garbage, network.now);
  network.left.agent.receive(9, at(7, 7), garbage, network.now);
  EXPECT_EQ(network.left.agent.counts().strange, 2U);
  // Candidates without end: no more than 32 are looked at.
  for (std::uint16_t port = 1; port < 500; ++port)
    network.left.agent.add_remote(host(at(9, port), 1, "9"), network.now);
  ASSERT_TRUE(network.connect());
  network.run(seconds(60));
  EXPECT_LE(network.left.agent.counts().checks_sent, 32U * 15 + 20);
}

}  // namespace
}  // namespace cxload::ice
