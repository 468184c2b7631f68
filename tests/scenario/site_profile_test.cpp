// `deployment.web` and `deployment.site`: what a scenario makes of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/scenario/loader.hpp>
#include <cxload/scenario/plan_report.hpp>
#include <cxload/webphone/operations.hpp>

namespace cxload::scenario {
namespace {

using testing::ElementsAre;

constexpr std::string_view text = R"(
cxload: 1
deployment: {web: "https://127.0.0.1:8443", site: site.yaml}
accounts: {agents: {users: 1000..1009, password: "pw-{user}"}, fresh: {from: signup}}
endpoints: {agents: {accounts: agents, provision: true}, newcomers: {accounts: fresh, provision: true}}
journeys:
  morning: {endpoints: agents, steps: [portal.login, register, voicemail, http: {path: /x, name: orders, extract: {id: /id}}, http: {path: "/y/{id}"}]}
  newcomer: {endpoints: newcomers, steps: [signup, portal.login, register]}
load: [{journey: morning, count: 1}, {journey: newcomer, count: 2}]
thresholds: [http.orders.p95 < 1s, http.request.p95 < 1s, http.login.p95 < 1s, "http.login{kind=2xx}.count > 0", signup.total.p95 < 1s]
)";

Loaded load(std::vector<std::string> set = {}) {
  LoadOptions options;
  options.set = std::move(set);
  return load_scenario_text(text, "s.yaml", "tests/scenario", options);
}

TEST(Web, IsADeploymentOfItsOwn) {
  const Loaded loaded = load();
  ASSERT_TRUE(loaded.scenario) << loaded.faults.render();
  const Deployment& deployment = loaded.scenario->deployment;
  EXPECT_FALSE(deployment.is_embedded());
  EXPECT_EQ(deployment.web->origin(), "https://127.0.0.1:8443");
  EXPECT_TRUE(loaded.scenario->find_group("agents")->obeys_provisioning);
  EXPECT_FALSE(loaded.scenario->phones_of(*loaded.scenario->find_group("newcomers")))
      << "as many as are needed";
  EXPECT_FALSE(loaded.scenario->find_pool("agents")->from_signup);
}

TEST(Web, BringsTheMetricsThatItsStepsAskFor) {
  const Loaded loaded = load();
  ASSERT_TRUE(loaded.scenario);
  for (const auto* name :
       {"http.login", "http.prov", "http.signup", "http.voicemail.list", "http.orders", "http.request"})
    EXPECT_TRUE(loaded.scenario->catalogue.find(name)) << name;
  EXPECT_FALSE(loaded.scenario->catalogue.find("http.voucher")) << "nobody asks for it";
}

TEST(SiteProfile, ChangesTheOneItIsBasedOn) {
  const Loaded loaded = load();
  ASSERT_TRUE(loaded.scenario);
  const webphone::SiteProfile& site = loaded.scenario->deployment.site;
  const webphone::Operation* login = site.find(webphone::op::login);
  ASSERT_NE(login, nullptr);
  EXPECT_EQ(login->path, "/login");
  EXPECT_EQ(login->content_type, "application/x-www-form-urlencoded");
  EXPECT_EQ(login->results.at("jwt").text(), "/session/token");
  webphone::Json variables;
  variables.set("username", "1000");
  variables.set("password", "p&w");
  EXPECT_EQ(webphone::fill(*login, variables)->body, "user=1000&pass=p%26w");
  EXPECT_EQ(site.find(webphone::op::history), nullptr);
  EXPECT_NE(site.find(webphone::op::prov), nullptr);
}

TEST(SiteProfile, SaysWhatIsSkipped) {
  const Loaded whole = load();
  ASSERT_TRUE(whole.scenario);
  EXPECT_TRUE(skipped_operations(*whole.scenario).empty());
  Loaded loaded = load();
  Scenario& bare = *loaded.scenario;
  bare.deployment.site = webphone::SiteProfile();
  EXPECT_THAT(skipped_operations(bare), ElementsAre("login (step portal.login of journey morning)",
                                                    "login (step portal.login of journey newcomer)",
                                                    "signup (step signup of journey newcomer)",
                                                    "voicemail.list (step voicemail of journey morning)"));
}

}  // namespace
}  // namespace cxload::scenario
