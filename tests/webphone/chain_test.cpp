/// Chains: a portal made of canned answers on one side, a person on the other, and what happens in which
/// order.
#include <map>
#include <string>
#include <vector>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::button;
using samples::json;
using std::chrono::milliseconds;

constexpr std::string_view form_y =
    R"({"id":203,"name":"Feedback Form","schema":[{"type":"text","name":"first_name","label":"First"},)"
    R"({"type":"text","name":"last_name","label":"Last"}]})";

/// Plays a chain to its end: answers requests from a table, submits every form, performs every action.
class Player {
 public:
  explicit Player(Readings readings = {}, ChainLimits limits = {}) : chain(readings, limits) {}

  void answer(std::string operation, std::string body, int status = 200) {
    answers_[std::move(operation)] = {status, std::move(body)};
  }
  /// What happened, in order: "button.run", "openForm(first_name=…)", "makeCall(alt_phone)", "display: text".
  std::vector<std::string> press(const Button& one) {
    EXPECT_TRUE(chain.press(one, empty_context(), now));
    for (int i = 0; i < 200 && chain.is_running(); ++i) step();
    EXPECT_FALSE(chain.is_running());
    return happened_;
  }
  [[nodiscard]] std::string failure() const {
    const auto& done = std::get<Done>(chain.task());
    return done.failure ? done.failure->kind : "";
  }

  Chain chain;
  Json typed{Json::Object{}};
  TimePoint now{};
  std::vector<Json> sent;  ///< variables of each request

 private:
  static Json empty_context() { return json(R"({"data":{},"selected":[],"page":"agent"})"); }

  void step() {
    now += milliseconds(10);
    if (const auto* request = std::get_if<Request>(&chain.task())) {
      happened_.push_back(request->operation);
      sent.push_back(request->variables);
      const auto [status, body] = answers_[request->operation];
      EXPECT_TRUE(chain.on_reply(status, body, now));
    } else if (const auto* perform = std::get_if<Perform>(&chain.task())) {
      happened_.push_back(perform->action.text());
      EXPECT_TRUE(chain.on_performed(Outcome<>(), now));
    } else if (const auto* display = std::get_if<Display>(&chain.task())) {
      happened_.push_back("display: " + display->text);
      EXPECT_TRUE(chain.on_performed(Outcome<>(), now));
    } else {
      happened_.push_back("form " + std::get<ShowForm>(chain.task()).opened.values.write());
      EXPECT_TRUE(chain.submit(typed, now).empty());
    }
  }

  std::map<std::string, std::pair<int, std::string>> answers_;
  std::vector<std::string> happened_;
};

using Happened = std::vector<std::string>;
constexpr std::string_view empty_form = R"(form {"first_name":"","last_name":""})";

TEST(ChainTest, WP_CHAIN_7_LocalOnly_WP_PREC_2) {
  Player player;
  EXPECT_EQ(player.press(button("makeCall(alt_phone)")), Happened{"makeCall(alt_phone)"});
  EXPECT_EQ(player.failure(), "");
  EXPECT_EQ(player.chain.actions(), Happened{"makeCall"});
}

TEST(ChainTest, WP_CHAIN_7_ScriptOnly_WP_PREC_6) {
  Player player;
  player.answer("button.run", R"({"__":{"action":{"name":"next"}}})");
  EXPECT_EQ(player.press(button("", 0, 7)), (Happened{"button.run", "next"}));
  EXPECT_EQ(player.sent[0].find("id")->if_integer(), 45);
  EXPECT_EQ(player.sent[0].find("page")->scalar_text(), "agent");
}

TEST(ChainTest, WP_PREC_1_WP_PREC_15_NothingHappensWithoutARequest) {
  for (const char* fn : {"", "main"}) {
    Player player;
    EXPECT_EQ(player.press(button(fn)), Happened{});
    EXPECT_EQ(player.failure(), "");
  }
}

TEST(ChainTest, WP_PREC_3_WP_FN_4_OpenFormByItsNameInAnyCase) {
  Player player;
  player.answer("form.list", R"([{"id":9,"name":"Other"},{"id":203,"name":"Feedback Form"}])");
  player.answer("form.get", std::string(form_y));
  player.answer("form.submit", "");
  EXPECT_EQ(player.press(button("openForm(feedback form)")),
            (Happened{"form.list", "form.get", std::string(empty_form), "form.submit"}));
  EXPECT_EQ(player.sent[1].find("id")->if_integer(), 203);
}

TEST(ChainTest, WP_PREC_4_FormIdGoesBeforeTheNameWithoutAskingForNames) {
  Player player;
  player.answer("form.get", std::string(form_y));
  EXPECT_EQ(player.press(button("openForm(Other)", 203))[0], "form.get");
  EXPECT_EQ(player.sent[0].find("id")->if_integer(), 203);
}

TEST(ChainTest, WP_PREC_7_WP_PREC_20_ScriptFirstThenTheManipulatedForm) {
  Player player;
  player.answer("button.run", R"({"__":{"formSchema":[{"name":"first_name","defaultValue":"New"}],)"
                              R"("formData":{"last_name":"Jonathan"}}})");
  player.answer("form.get", std::string(form_y));
  EXPECT_EQ(player.press(button("", 203, 7)),
            (Happened{"button.run", "form.get", R"(form {"first_name":"New","last_name":"Jonathan"})",
                      "form.submit"}));
  EXPECT_EQ(player.chain.actions(), Happened{"openForm"}) << "a form by form_id is the action openForm";
}

TEST(ChainTest, WP_PREC_8_ScriptThenNamedForm) {
  Player player;
  player.chain.know_forms({{203, "Feedback Form"}});
  player.answer("button.run", "{}");
  player.answer("form.get", std::string(form_y));
  EXPECT_EQ(player.press(button("openForm('FEEDBACK FORM')", 0, 7)),
            (Happened{"button.run", "form.get", std::string(empty_form), "form.submit"}));
}

TEST(ChainTest, WP_PREC_10_TheActionOfFnDoesNotRunBesideAScript) {
  Player player;
  player.answer("button.run", R"({"__":{"action":{"name":"endCall"}}})");
  EXPECT_EQ(player.press(button("makeCall(alt_phone)", 0, 7)), (Happened{"button.run", "endCall"}));
  Readings both;
  ASSERT_TRUE(both.set("A-16", "both").has_value());
  Player other(both);
  other.answer("button.run", R"({"__":{"action":{"name":"endCall"}}})");
  EXPECT_EQ(other.press(button("toggleMic", 0, 7)), (Happened{"toggleMic", "button.run", "endCall"}));
}

TEST(ChainTest, WP_PREC_16_AnActionBesideAFormIsIgnored) {
  const std::string both = R"({"__":{"action":{"name":"next"},"formData":{"first_name":"A"}}})";
  Player player;
  player.answer("button.run", both);
  player.answer("form.get", std::string(form_y));
  EXPECT_EQ(player.press(button("main", 203, 7))[2], R"(form {"first_name":"A","last_name":""})");
  EXPECT_TRUE(player.chain.findings().has("WP-PREC-16"));
  Readings action_first;
  ASSERT_TRUE(action_first.set("A-18", "action_only").has_value());
  Player other(action_first);
  other.answer("button.run", both);
  EXPECT_EQ(other.press(button("main", 203, 7)), (Happened{"button.run", "next"}));
}

TEST(ChainTest, WP_PREC_17_WP_SF_POST_5_OutputIsDisplayedByItsType) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {R"("Saved")", "display: Saved"},
      {"5", "display: 5"},
      {"true", "display: true"},
      {R"(["a",1])", R"(display: ["a",1])"},
      {R"({"text":"x","__":{}})", R"(display: {"text":"x"})"}};
  for (const auto& [body, shown] : cases) {
    Player player;
    player.answer("button.run", body);
    EXPECT_EQ(player.press(button("", 0, 7)), (Happened{"button.run", shown}));
  }
  for (const char* body : {"", "null", "{}", "[]", R"({"__":{"formId":1,"eval":"x"}})"}) {
    Player player;
    player.answer("button.run", body);
    EXPECT_EQ(player.press(button("", 0, 7)), Happened{"button.run"}) << body;
    EXPECT_EQ(player.failure(), "");
  }
}

TEST(ChainTest, WP_PREC_18_WP_SF_ERR_1_AFailedScriptEndsTheChain) {
  Player player;
  player.answer("button.run", R"({"error":"404 <b>Not Found</b>"})", 422);
  EXPECT_EQ(player.press(button("", 203, 7)), Happened{"button.run"});
  EXPECT_EQ(player.failure(), "http.422");
  Player other;
  other.answer("button.run", "<html>");
  other.press(button("", 0, 7));
  EXPECT_EQ(other.failure(), "http.json");
}

TEST(ChainTest, WP_PREC_19_WP_ACT_FORM_2_AnUnknownFormOpensNothing) {
  Player player;
  player.answer("form.list", R"([{"id":203,"name":"Feedback Form"}])");
  EXPECT_EQ(player.press(button("openForm(Feedback)")), Happened{"form.list"});
  EXPECT_EQ(player.failure(), "expect.form");
}

TEST(ChainTest, WP_CHAIN_2_WP_CHAIN_3_FormAfterFormAfterAction) {
  Chain chain;
  chain.know_forms({{1, "A"}, {2, "B"}});
  TimePoint now{};
  ASSERT_TRUE(chain.press(button("openForm(A)"), Json(), now));
  ASSERT_TRUE(chain.on_reply(200, R"({"id":1,"name":"A","schema":[]})", now));
  ASSERT_TRUE(chain.submit(Json(), now).empty());
  ASSERT_TRUE(chain.on_reply(200, R"({"__":{"action":{"name":"openForm","params":["b"]}}})", now));
  ASSERT_EQ(std::get<Request>(chain.task()).operation, "form.get");
  ASSERT_TRUE(chain.on_reply(200, R"({"id":2,"name":"B","schema":[]})", now));
  ASSERT_TRUE(chain.submit(Json(), now).empty());
  EXPECT_EQ(std::get<Request>(chain.task()).variables.find("id")->if_integer(), 2);
  ASSERT_TRUE(chain.on_reply(200, R"({"__":{"action":{"name":"makeCall","params":["phone_code"]}}})", now));
  EXPECT_EQ(std::get<Perform>(chain.task()).action.call, CallProperty::phone_code);
  ASSERT_TRUE(chain.on_performed(Outcome<>(), now));
  EXPECT_FALSE(chain.is_running());
  EXPECT_EQ(chain.actions(), (Happened{"openForm", "openForm", "makeCall"}));
}

TEST(ChainTest, WP_CHAIN_5_TheSchemaOfAFormsResponseChangesTheNextForm) {
  for (const bool applied : {true, false}) {
    Readings readings;
    ASSERT_TRUE(readings.set("A-26", applied ? "applied" : "ignored").has_value());
    Chain chain(readings);
    chain.know_forms({{203, "B"}});
    TimePoint now{};
    chain.press(button("", 1), Json(), now);
    chain.on_reply(200, R"({"id":1,"name":"A","schema":[]})", now);
    ASSERT_TRUE(chain.submit(Json(), now).empty());
    chain.on_reply(
        200, R"({"__":{"action":{"name":"openForm","params":["B"]},"formData":{"first_name":"Ada"}}})", now);
    chain.on_reply(200, form_y, now);
    EXPECT_EQ(std::get<ShowForm>(chain.task()).opened.values.find("first_name")->scalar_text(),
              applied ? "Ada" : "");
  }
}

TEST(ChainTest, WP_SF_POST_4_OneResponseMeansTheSameFromButtonAndForm) {
  const std::string response = R"({"__":{"action":{"name":"save","params":["Yes"]}},"text":"x"})";
  Player of_button;
  of_button.answer("button.run", response);
  EXPECT_EQ(of_button.press(button("", 0, 7)).back(), "save(Yes)");
  Player of_form;
  of_form.answer("form.get", std::string(form_y));
  of_form.answer("form.submit", response);
  EXPECT_EQ(of_form.press(button("", 203)).back(), "save(Yes)");
}

TEST(ChainTest, WP_FORM_SUBMIT_1_WP_SF_POST_2_OneSubmitWithTheValues) {
  Player player;
  player.typed = json(R"({"first_name":"Ada"})");
  player.answer("form.get", std::string(form_y));
  player.press(button("", 203));
  EXPECT_EQ(player.sent.back(), json(R"({"id":203,"values":{"first_name":"Ada","last_name":""}})"));
}

TEST(ChainTest, WP_FORM_SET_2_AnEmptyRequiredFieldBlocksTheSubmit) {
  Chain chain;
  TimePoint now{};
  chain.press(button("", 203, 7), Json(), now);
  chain.on_reply(200, R"({"__":{"formSchema":[{"name":"last_name","required":true}]}})", now);
  chain.on_reply(200, form_y, now);
  const auto problems = chain.submit(Json(), now);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].row, "WP-FORM-SET-2");
  EXPECT_TRUE(std::holds_alternative<ShowForm>(chain.task())) << "no POST";
  EXPECT_TRUE(chain.submit(json(R"({"last_name":"x"})"), now).empty());
  EXPECT_EQ(std::get<Request>(chain.task()).operation, "form.submit");
}

TEST(ChainTest, WP_FORM_MERGE_6_TheStoredFormIsAsItWasTheNextTime) {
  Player player;
  player.answer("button.run", R"({"__":{"formSchema":[{"name":"country","type":"text"}]}})");
  player.answer("form.get", std::string(form_y));
  EXPECT_EQ(player.press(button("", 203, 7))[2], R"(form {"first_name":"","last_name":"","country":""})");
  EXPECT_EQ(player.press(button("", 203)).back(), "form.submit");
  EXPECT_EQ(player.sent.back(), json(R"({"id":203,"values":{"first_name":"","last_name":""}})"));
}

TEST(ChainTest, WP_FORM_MERGE_5_ASchemaAloneOpensNoForm) {
  Player player;
  player.answer("button.run", R"({"__":{"formSchema":[{"name":"country"}],"formData":{"country":"NL"}}})");
  EXPECT_EQ(player.press(button("", 0, 7)), Happened{"button.run"});
}

TEST(ChainTest, WP_CHAIN_1_WP_CHAIN_8_OnlyAPressStartsAnything) {
  Chain chain;
  TimePoint now{};
  EXPECT_FALSE(chain.on_reply(200, R"({"__":{"action":{"name":"next"}}})", now));
  EXPECT_FALSE(chain.on_performed(Outcome<>(), now));
  EXPECT_FALSE(chain.cancel(now));
  EXPECT_EQ(chain.submit(json(R"({"first_name":"x"})"), now).size(), 1U);
  EXPECT_FALSE(chain.is_running());
  EXPECT_TRUE(chain.steps().empty());
}

TEST(ChainTest, WP_ACT_ONE_1_ASecondPressIsRefusedWhileAnActionIsPending) {
  Chain chain;
  TimePoint now{};
  ASSERT_TRUE(chain.press(button("", 203), Json(), now));
  EXPECT_FALSE(chain.press(button("toggleMic"), Json(), now));
  chain.on_reply(200, form_y, now);
  EXPECT_FALSE(chain.press(button("toggleMic"), Json(), now)) << "the form is still open";
  EXPECT_TRUE(chain.cancel(now));
  EXPECT_TRUE(chain.press(button("toggleMic"), Json(), now));
}

TEST(ChainTest, WP_NI_1_2_FormIdOpensNothingEvalRunsNothing) {
  Player player;
  player.answer("button.run",
                R"({"__":{"formId":203,"eval":"window.__pwn=1","action":{"name":"toggleMic"}}})");
  EXPECT_EQ(player.press(button("", 0, 7)), (Happened{"button.run", "toggleMic"})) << "WP-NI-3";
}

TEST(ChainTest, WP_ACT_REDIR_6_AnActionWithAProblemDoesNotRun) {
  for (const char* fn : {"redirect('javascript:alert(1)')", "makeCall(12345)", "save(Maybe)", "openForm()"}) {
    Player player;
    EXPECT_EQ(player.press(button(fn)), Happened{}) << fn;
    EXPECT_EQ(player.failure(), "http.action") << fn;
  }
}

TEST(ChainTest, WP_SF_ID_1_AnotherFormThanAskedForIsAFinding) {
  Player player;
  player.answer("form.get", R"({"id":9,"name":"x","schema":[]})");
  player.press(button("", 203));
  EXPECT_TRUE(player.chain.findings().has("WP-SF-ID-1"));
}

TEST(ChainTest, WP_CHAIN_LOOP_1_ACircleIsStopped) {
  ChainLimits limits;
  limits.steps = 12;
  Player player({}, limits);
  player.chain.know_forms({{203, "Feedback Form"}});
  player.answer("form.get", std::string(form_y));
  player.answer("form.submit", R"({"__":{"action":{"name":"openForm","params":["Feedback Form"]}}})");
  player.press(button("", 203));
  EXPECT_EQ(player.failure(), "limit.chain");
  EXPECT_EQ(player.chain.steps().size(), 12U);
}

TEST(ChainTest, WP_CHAIN_3_TenFormsInARowAreNoCircle) {
  Player player;
  player.chain.know_forms({{203, "Feedback Form"}});
  player.answer("form.get", std::string(form_y));
  player.answer("form.submit", R"({"__":{"action":{"name":"openForm","params":["Feedback Form"]}}})");
  player.press(button("", 203));
  EXPECT_GE(player.chain.actions().size(), 10U);
}

TEST(ChainTest, StepsCarryTheirTimesAndTheChainItsTotal) {
  Player player;
  player.answer("button.run", R"({"__":{"action":{"name":"next"}}})");
  player.press(button("", 0, 7));
  ASSERT_EQ(player.chain.steps().size(), 2U);
  EXPECT_EQ(player.chain.steps()[0].kind, StepKind::request);
  EXPECT_EQ(player.chain.steps()[0].finished - player.chain.steps()[0].started, milliseconds(10));
  EXPECT_EQ(player.chain.steps()[1].name, "next");
  EXPECT_EQ(player.chain.finished() - player.chain.started(), milliseconds(20));
}

TEST(ChainTest, AFailedEffectEndsTheChainWithItsFailure) {
  Chain chain;
  TimePoint now{};
  chain.press(button("makeCall(alt_phone)"), Json(), now);
  chain.on_performed(Failure{"sip.486", "busy"}, now);
  ASSERT_TRUE(std::get<Done>(chain.task()).failure);
  EXPECT_EQ(std::get<Done>(chain.task()).failure->kind, "sip.486");
  EXPECT_TRUE(chain.steps()[0].failure);
}

}  // namespace
}  // namespace cxload::webphone
