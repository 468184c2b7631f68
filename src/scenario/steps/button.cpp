// button — an agent presses a dynamic button, and what follows follows on the phone.
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/map_reader.hpp>
#include <cxload/webphone/operations.hpp>

#include "expectation.hpp"
#include "json_template.hpp"
#include "parse.hpp"
#include "play_chain.hpp"
#include "portal_step.hpp"

namespace cxload::scenario {
namespace {

namespace op = webphone::op;

constexpr auto action_words = std::to_array<std::string_view>(
    {"answerCall", "endCall", "makeCall", "openForm", "redirect", "toggleMic", "save", "next"});
constexpr auto expect_fields = std::to_array<Field>({
    {"actions", Form::list_of_words, "The actions that run: exactly these, in this order.", false, nullptr,
     action_words},
    {"display", Form::text, "A text that is shown to the agent."},
    {"redirect", Form::text, "Where a redirect leads."},
    {"rule", Form::text, "The row of the precedence table that chooses: WP-PREC-4."},
});
const Shape expect_shape_of_button{"what a button expects", expect_fields};
constexpr auto fields = std::to_array<Field>({
    {"id", Form::whole, "Of the button.", true},
    {"forms",
     Form::custom,
     "What is typed into forms that open, by their name; others are closed.",
     false,
     nullptr,
     {},
     R"({"type": "object", "additionalProperties": {"type": "object"}})"},
    {"expect", Form::map, "What is a success.", false, &expect_shape_of_button},
    optional_field,
});
const Shape shape{"a button", fields};

struct Expected {
  std::optional<std::vector<std::string>> actions;
  std::string display, redirect, rule;
};

class ButtonStep final : public PortalStep {
 public:
  ButtonStep(std::int64_t id, TypedForms forms, Expected expected)
      : id_(id), forms_(std::move(forms)), expected_(std::move(expected)) {}

  std::string_view name() const override { return "button"; }
  std::vector<std::string> operations() const override {
    return {std::string(op::button_get), std::string(op::button_run),  std::string(op::form_list),
            std::string(op::form_get),   std::string(op::form_submit), std::string(op::agent_save),
            std::string(op::agent_next)};
  }
  std::vector<std::string_view> needed_operations() const override { return {op::button_get}; }
  bool takes_calls() const override { return runs("answerCall"); }
  int calls() const override { return runs("makeCall") ? 1 : 0; }
  bool needs_signalling() const override { return runs("makeCall") || runs("answerCall"); }

 private:
  [[nodiscard]] bool runs(std::string_view action) const {
    return expected_.actions && std::find(expected_.actions->begin(), expected_.actions->end(), action) !=
                                    expected_.actions->end();
  }

  net::Awaitable<Outcome<>> play(JourneyContext& context) const override {
    webphone::Json variables;
    variables.set("id", id_);
    const Outcome<webphone::Json> document =
        co_await context.portal().fetch(std::string(op::button_get), std::move(variables));
    if (!document) co_return document.error();
    const webphone::Operation& mapped = *context.portal().profile().find(op::button_get);
    const webphone::Json* where = webphone::result(mapped, "button", *document);
    webphone::Findings findings;
    const Outcome<webphone::Button> button =
        webphone::read_button(where == nullptr ? webphone::Json() : *where, findings);
    if (!button) co_return button.error();
    const PlayedChain played = co_await play_chain(*button, forms_, context);
    if (played.failure) co_return *played.failure;
    co_return judge(played, context);
  }

  Outcome<> judge(const PlayedChain& played, JourneyContext& context) const {
    if (expected_.actions && *expected_.actions != played.actions)
      return Failure{"expect.actions",
                     fmt::format("button {} ran [{}]; expected [{}]", id_, fmt::join(played.actions, ", "),
                                 fmt::join(*expected_.actions, ", "))};
    if (!expected_.rule.empty() && expected_.rule != played.rule)
      return Failure{"expect.rule", fmt::format("button {} was decided by {}; expected {}", id_, played.rule,
                                                expected_.rule)};
    const std::string display = context.expand(expected_.display);
    const auto& shown = played.displays;
    if (!display.empty() && std::none_of(shown.begin(), shown.end(), [&](const std::string& text) {
          return text.find(display) != std::string::npos;
        }))
      return Failure{"expect.display",
                     fmt::format("button {} shows {}; expected {}", id_,
                                 shown.empty() ? "nothing" : text::printable(shown.back(), 80), display)};
    const std::string redirect = context.expand(expected_.redirect);
    if (!redirect.empty() && redirect != played.redirected_to)
      return Failure{
          "expect.redirect",
          fmt::format("button {} leads to {}; expected {}", id_,
                      played.redirected_to.empty() ? "nowhere" : text::printable(played.redirected_to, 80),
                      redirect)};
    return {};
  }

  std::int64_t id_;
  TypedForms forms_;
  Expected expected_;
};

Expected parse_expected(const Node* node, const StepContext& context) {
  Expected expected;
  if (node == nullptr) return expected;
  MapReader reader(*node, expect_shape_of_button, context.diagnostics);
  if (reader.has("actions")) expected.actions.emplace();
  for (const Node* item : reader.scalars("actions")) {
    if (std::find(action_words.begin(), action_words.end(), item->text) == action_words.end())
      context.diagnostics.add(item->place, fmt::format("there is no action \"{}\"{}", item->text,
                                                       hint(item->text, action_words)));
    expected.actions->push_back(item->text);
  }
  expected.display = reader.text("display").value_or("");
  expected.redirect = reader.text("redirect").value_or("");
  expected.rule = reader.text("rule").value_or("");
  for (const std::string_view key : {"display", "redirect"})
    if (const Node* text = reader.find(key)) check_step_placeholders(*text, context);
  return expected;
}

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  const auto id = reader.whole("id", 1, 1'000'000'000'000);
  TypedForms forms;
  const Node* typed = reader.find("forms");
  if (typed != nullptr && !typed->is_map())
    reader.fail("forms", "`forms` is a map: form name, then its fields");
  if (typed != nullptr)
    for (const Member& member : typed->members) {
      if (!member.value.is_map())
        context.diagnostics.add(member.place, "a form is a map of fields and values");
      forms.emplace(member.key, read_json_template(member.value, context));
    }
  Expected expected = parse_expected(reader.find("expect"), context);
  if (!id) return nullptr;
  return std::make_unique<ButtonStep>(static_cast<std::int64_t>(*id), std::move(forms), std::move(expected));
}

}  // namespace

extern const StepDescriptor button_step;
const StepDescriptor button_step{
    "button", "Presses a dynamic button; its chain has its real effect on the phone.", &shape, {}, false,
    parse};

}  // namespace cxload::scenario
