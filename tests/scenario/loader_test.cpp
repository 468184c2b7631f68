// What a good scenario becomes, and what options do to it.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/phone/profile.hpp>
#include <cxload/scenario/loader.hpp>
#include <cxload/scenario/shape.hpp>

#include "scenario/scenario_files.hpp"

namespace cxload::scenario {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view good = R"(
cxload: 1
name: Good & small
seed: 9
deployment:
  signalling: wss://10.1.2.3/ws
  domain: example.com
  tls: {verify: false}
  resolve: {a.example.com: 127.0.0.1}
  allow: [pstn]
  limits: {calls_per_s: 20, concurrent: 200, stop_on: {auth_failures: 20}}
accounts:
  agents: {users: 0100..0109, password: "pw-{user}"}
  desks: {users: 2000..2004, password: none}
  staff: {csv: staff.csv}
endpoints:
  agents: {accounts: agents, client: sipjs, media: {profile: rtp}}
  desks: {accounts: desks, signalling: udp, socket: each, answer: [{ring: 100ms..200ms, after: 1s, status: 486}]}
  trunk: {register: false, phones: 3, from: "sip:cxload@{local}", signalling: "tcp://127.0.0.1:5070"}
  bare: {register: false}
journeys:
  call:
    endpoints: agents
    steps:
      - register: {expires: 5m, optional: true}
      - call: {to: group desks, talk: 1s..3s, headers: {X-A: "{user}"}, expect: {status: [486, 487]}, hangup: callee}
      - wait: 500ms
      - options
      - message: {to: "user 2{user}", text: hello}
      - unregister
  dial:
    endpoints: trunk
    steps: [call: {to: "+442012345678", talk: 2s}]
load:
  - {journey: call, arrivals: poisson, stages: [{to: 5/s, in: 20s}, {for: 1m}], start: 10s}
  - {journey: call, users: 3, for: 1m, think: 1s..3s}
  - {journey: dial, rate: 60/min, for: 10s}
  - {journey: dial, count: 4}
thresholds:
  - sip.rrd.p95 < 250ms
  - "sip.seer{journey=call} >= 94%"
)";

Loaded load(std::string_view text, const LoadOptions& options = {}) {
  return load_scenario_text(text, "good.yaml", "tests/scenario", options);
}

class Good : public testing::Test {
 protected:
  void SetUp() override {
    loaded_ = load(good);
    ASSERT_TRUE(loaded_.scenario) << loaded_.faults.render();
  }
  const Scenario& scenario() const { return *loaded_.scenario; }
  Loaded loaded_;
};

TEST_F(Good, HeadAndDeployment) {
  EXPECT_EQ(scenario().name, "Good & small");
  EXPECT_EQ(scenario().slug, "good-small");
  EXPECT_EQ(scenario().seed, 9U);
  const Deployment& deployment = scenario().deployment;
  EXPECT_EQ(deployment.signalling->to_text(), "wss://10.1.2.3:443/ws");
  EXPECT_EQ(deployment.domain, "example.com");
  EXPECT_FALSE(deployment.tls.verify);
  EXPECT_TRUE(deployment.allow.contains(Permission::pstn));
  EXPECT_EQ(deployment.limits.calls_per_s, 20U);
  EXPECT_EQ(deployment.limits.concurrent, 200U);
  EXPECT_EQ(deployment.limits.auth_failures, 20U);
}

TEST_F(Good, Pools) {
  const AccountPool& agents = *scenario().find_pool("agents");
  EXPECT_EQ(agents.size(), 10U);
  EXPECT_EQ(agents.at(3).user, "0103");
  EXPECT_EQ(agents.at(3).password, "pw-0103");
  EXPECT_FALSE(scenario().find_pool("desks")->at(0).password);
  const AccountPool& staff = *scenario().find_pool("staff");
  EXPECT_EQ(staff.size(), 2U);
  EXPECT_EQ(staff.at(1).password, "secret-b");
  EXPECT_EQ(staff.at(1).display, "Bob");
}

TEST_F(Good, Groups) {
  const Group& agents = *scenario().find_group("agents");
  EXPECT_EQ(agents.client, "sipjs");
  EXPECT_EQ(agents.media, phone::MediaKind::rtp);
  EXPECT_EQ(scenario().phones_of(agents), 10U);
  EXPECT_EQ(scenario().door_of(agents)->to_text(), "wss://10.1.2.3:443/ws");
  const Group& desks = *scenario().find_group("desks");
  EXPECT_TRUE(desks.socket_each);
  EXPECT_EQ(scenario().door_of(desks)->to_text(), "udp://10.1.2.3:5060");
  ASSERT_TRUE(desks.answer);
  EXPECT_EQ(desks.answer->status, 486);
  EXPECT_EQ(desks.answer->ring.high, 200ms);
  EXPECT_EQ(desks.answer->after.low, 1s);
  EXPECT_FALSE(desks.answer->no_180);
  const Group& trunk = *scenario().find_group("trunk");
  EXPECT_FALSE(trunk.registers);
  EXPECT_EQ(trunk.from, "sip:cxload@{local}");
  EXPECT_EQ(scenario().phones_of(trunk), 3U);
  EXPECT_EQ(scenario().door_of(trunk)->to_text(), "tcp://127.0.0.1:5070");
  EXPECT_EQ(scenario().phones_of(*scenario().find_group("bare")), std::nullopt);
}

TEST_F(Good, Journeys) {
  const Journey& call = *scenario().find_journey("call");
  std::vector<std::string> names;
  names.reserve(call.steps.size());
  for (const JourneyStep& entry : call.steps) names.emplace_back(entry.step->name());
  EXPECT_THAT(names, testing::ElementsAre("register", "call", "wait", "options", "message", "unregister"));
  EXPECT_TRUE(call.steps[0].optional);
  EXPECT_FALSE(call.steps[1].optional);
  EXPECT_EQ(call.steps[1].step->callee_group(), "desks");
  EXPECT_EQ(call.steps[1].step->planned_time(), 3s);
  EXPECT_EQ(call.steps[2].step->planned_time(), 500ms);
}

TEST_F(Good, Load) {
  ASSERT_EQ(scenario().load.size(), 4U);
  const auto& open = std::get<OpenLoad>(scenario().load[0].load);
  EXPECT_EQ(scenario().load[0].start, 10s);
  EXPECT_EQ(open.arrivals, Arrivals::poisson);
  ASSERT_EQ(open.stages.size(), 2U);
  EXPECT_EQ(open.stages[0].from.per_second, 0);
  EXPECT_EQ(open.stages[0].to.per_second, 5);
  EXPECT_EQ(open.stages[1].from.per_second, 5);
  EXPECT_EQ(open.stages[1].length, 1min);
  const auto& closed = std::get<ClosedLoad>(scenario().load[1].load);
  EXPECT_EQ(closed.users, 3U);
  EXPECT_EQ(closed.think.high, 3s);
  EXPECT_EQ(std::get<OpenLoad>(scenario().load[2].load).stages[0].from.per_second, 1);
  EXPECT_EQ(std::get<CountLoad>(scenario().load[3].load).count, 4U);
}

TEST_F(Good, ThresholdsWithTheImplicitOnes) {
  std::vector<std::string> texts;
  for (const auto& threshold : scenario().thresholds)
    texts.push_back((threshold.is_implicit ? "implicit " : "") + threshold.text);
  // `call` is named by a label, so only `dial` has its implicit gate.
  EXPECT_THAT(texts, testing::ElementsAre("sip.rrd.p95 < 250ms", "sip.seer{journey=call} >= 94%",
                                          "implicit journey.dial.failed == 0",
                                          "implicit load.dropped{reason=no_phone} == 0"));
  EXPECT_TRUE(scenario().catalogue.find("journey.call_service"));
}

TEST_F(Good, ReportTextHidesPasswords) {
  EXPECT_THAT(scenario().masked_text, Not(HasSubstr("pw-")));
  EXPECT_THAT(scenario().masked_text, HasSubstr("password: none"));
}

TEST(LoadOptions, SetSeedAndScale) {
  LoadOptions options;
  options.set = {"load.2.rate=5/s", "name=Other", "accounts.agents.users=0100..0119"};
  options.seed = 77;
  options.duration_scale = 0.5;
  const Loaded loaded = load(good, options);
  ASSERT_TRUE(loaded.scenario) << loaded.faults.render();
  EXPECT_EQ(loaded.scenario->name, "Other");
  EXPECT_EQ(loaded.scenario->seed, 77U);
  EXPECT_EQ(loaded.scenario->find_pool("agents")->size(), 20U);
  const auto& ramp = std::get<OpenLoad>(loaded.scenario->load[0].load);
  EXPECT_EQ(loaded.scenario->load[0].start, 5s);
  EXPECT_EQ(ramp.stages[0].length, 10s);
  EXPECT_EQ(std::get<ClosedLoad>(loaded.scenario->load[1].load).length, 30s);
  EXPECT_EQ(std::get<ClosedLoad>(loaded.scenario->load[1].load).think.low, 1s);  // not a time of the load
  EXPECT_EQ(std::get<OpenLoad>(loaded.scenario->load[2].load).stages[0].from.per_second, 5);
  EXPECT_EQ(loaded.scenario->find_journey("call")->steps[1].step->planned_time(), 3s);
}

TEST(LoadOptions, RefuseAnImpossibleScale) {
  for (const double scale : {0.0, -1.0, std::numeric_limits<double>::infinity(), std::nan("")}) {
    LoadOptions options;
    options.duration_scale = scale;
    EXPECT_FALSE(load(good, options).scenario) << scale;
  }
}

TEST(LoadOptions, AHugeScaleMakesNothingLongerThanAYear) {
  LoadOptions options;
  options.duration_scale = 1e6;
  options.set = {"load=[{journey: dial, rate: 1/h, for: 8000h}]"};
  const Loaded loaded = load(good, options);
  ASSERT_TRUE(loaded.scenario) << loaded.faults.render(10);
  const auto& open = std::get<OpenLoad>(loaded.scenario->load.at(0).load);
  EXPECT_EQ(open.stages.at(0).length, longest_duration);
}

/// Sums of their lengths must stay within what a Duration holds.
TEST(Loader, StagesAndStepsAreHundredAtMost) {
  const auto repeat = [](std::string_view item, int times) {
    std::string list;
    for (int i = 0; i < times; ++i) list.append(item).append(", ");
    return "[" + list + "]";
  };
  const auto faults_with = [](const std::string& set) {
    LoadOptions options;
    options.set = {set};
    return load(good, options).faults.render(10);
  };
  EXPECT_EQ(faults_with("journeys.dial.steps=" + repeat("wait: 8784h", 100)), "");
  EXPECT_THAT(faults_with("journeys.dial.steps=" + repeat("wait: 8784h", 101)),
              HasSubstr("at most 100 steps"));
  const std::string load = "load=[{journey: dial, stages: ";
  EXPECT_THAT(faults_with(load + repeat("{to: 1/h, in: 1s}", 101) + "}]"), HasSubstr("at most 100 stages"));
  const std::string users = "load=[{journey: dial, users: ";
  EXPECT_THAT(faults_with(users + repeat("{to: 1, in: 1s}", 101) + "}]"), HasSubstr("at most 100 stages"));
  EXPECT_THAT(faults_with("journeys.dial.steps=[wait: exp(8000h)]"), HasSubstr("tenth of a year"));
}

TEST(LoadOptions, ConsentOpensPublicAddresses) {
  LoadOptions options;
  options.set = {"deployment.signalling=wss://203.0.113.9"};
  EXPECT_FALSE(load(good, options).scenario);
  options.set.emplace_back("deployment.consent=NOC ticket 4711");
  EXPECT_TRUE(load(good, options).scenario);
}

TEST(LoadOptions, LongAccountNamesAreNotTheTelephoneNetwork) {
  LoadOptions options;
  options.set = {"deployment.allow=[]", "journeys.dial.steps=[call: {to: \"160\"}]",
                 "accounts.desks.users=20000000..20000009",
                 "journeys.call.steps=[call: {to: \"user 20000003\"}]"};
  EXPECT_TRUE(load(good, options).scenario) << load(good, options).faults.render();
  options.set.back() = "journeys.call.steps=[call: {to: \"user 20000010\"}]";
  EXPECT_FALSE(load(good, options).scenario);
}

TEST(LoadOptions, SecretsOfTheEnvironmentAreRemembered) {
  LoadOptions options;
  options.variable = [](std::string_view name) {
    return std::optional<std::string>("value-of-" + std::string(name));
  };
  options.set = {"accounts.agents.password=${env:PIN}"};
  const Loaded loaded = load(good, options);
  ASSERT_TRUE(loaded.scenario) << loaded.faults.render();
  EXPECT_EQ(loaded.scenario->find_pool("agents")->at(0).password, "value-of-PIN");
  EXPECT_EQ(loaded.scenario->secrets.mask("x value-of-PIN"), "x ***");
}

TEST(LoadScenario, TellsAMissingFile) {
  const Loaded loaded = load_scenario("tests/scenario/nowhere.yaml");
  EXPECT_THAT(loaded.faults.render(), HasSubstr("tests/scenario/nowhere.yaml:1:1: there is no such file"));
  EXPECT_FALSE(load_scenario("tests/scenario").scenario);
}

TEST(LoadScenario, TakesEveryReadyScenario) {
  const auto files = test::scenario_files("scenarios");
  EXPECT_GE(files.size(), 4U);
  LoadOptions options;
  options.variable = [](std::string_view name) {
    return std::optional<std::string>(name == "SIP_DOOR" ? "wss://sip.example.com"
                                                         : "x-" + std::string(name));
  };
  for (const auto& file : files) {
    const Loaded loaded = load_scenario(file.path, options);
    EXPECT_TRUE(loaded.scenario) << loaded.faults.render();
  }
}

// CONTRACT 2 gives one example with everything in it: each word is either understood or refused by name.
TEST(LaterWords, CoverTheWholeFormat) {
  const Loaded loaded = load_scenario("tests/scenario/contract_example.yaml");
  const auto faults = loaded.faults.sorted();
  EXPECT_GE(faults.size(), 1U);
  for (const Fault& fault : faults)
    EXPECT_THAT(fault.what, HasSubstr("this version does not have it yet")) << fault.what;
  for (const auto* word : {"conformance"})
    EXPECT_TRUE(std::any_of(faults.begin(), faults.end(), [&](const Fault& fault) {
      return fault.what.find("\"" + std::string(word) + "\"") != std::string::npos;
    })) << word;
}

TEST(LaterWords, AreNoneThatThereAre) {
  EXPECT_TRUE(is_later("a scenario", "conformance"));
  EXPECT_FALSE(is_later("a scenario", "load"));
  EXPECT_FALSE(is_later("a group", "ice"));
  EXPECT_FALSE(is_later("a step", "portal.login"));
}

TEST(Clients, AreThoseThatThePhoneHas) {
  const auto words = group_shape.find("client")->words;
  std::vector<std::string_view> profiles;
  for (const phone::ClientProfile* profile : phone::client_profiles()) profiles.push_back(profile->name);
  EXPECT_THAT(profiles, testing::UnorderedElementsAreArray(words));
}

}  // namespace
}  // namespace cxload::scenario
