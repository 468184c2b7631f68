// message: {to: …, text: …} — a page-mode text message (RFC 3428).
#include <array>

#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "expectation.hpp"
#include "parse.hpp"
#include "target.hpp"

namespace cxload::scenario {
namespace {

// RFC 3428 8: a message outside a session stays under 1300 bytes; headers need their share.
constexpr std::size_t longest_text = 1000;

constexpr auto fields = std::to_array<Field>({
    {"to", Form::text, "group NAME, user PATTERN, a number or sip:….", true},
    {"text", Form::text, "What it says; columns and {unique} may stand in it.", true},
    {"expect", Form::map, "What is a success; left out: 200 and 202.", false, &expect_shape},
    optional_field,
});
const Shape shape{"message", fields};

class MessageStep final : public Step {
 public:
  MessageStep(Target target, std::string text, Expectation expectation)
      : target_(std::move(target)), text_(std::move(text)), expectation_(std::move(expectation)) {}

  std::string_view name() const override { return "message"; }
  std::string_view callee_group() const override { return target_.group(); }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    const Outcome<ResolvedTarget> target = resolve(target_, context);
    if (!target) co_return target.error();
    const std::string text = context.expand(text_);
    const Outcome<phone::FinalResponse> response = co_await context.phone().message(target->address, text);
    if (!response) co_return response.error();
    if (!expectation_.is_met_by(response->status))
      co_return expectation_.failure("MESSAGE", response->status, response->reason);
    co_return Outcome<>();
  }

 private:
  Target target_;
  std::string text_;
  Expectation expectation_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  const Node* to = reader.find("to");
  std::optional<Target> target = to == nullptr ? std::nullopt : parse_target(*to, context);
  const std::string text = reader.text("text").value_or("");
  if (text.size() > longest_text) reader.fail("text", "a text message has at most 1000 bytes (RFC 3428 8)");
  if (const Node* node = reader.find("text")) check_step_placeholders(*node, context);
  Expectation expectation = parse_expectation(options, expect_shape, {200, 202}, context);
  if (!target) return nullptr;
  return std::make_unique<MessageStep>(std::move(*target), text, std::move(expectation));
}

}  // namespace

extern const StepDescriptor message_step;
const StepDescriptor message_step{"message", "Sends a text message.", &shape, {}, false, parse};

}  // namespace cxload::scenario
