// options — asks a user, or the deployment itself, what it can do (RFC 3261 11).
#include <array>

#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "expectation.hpp"
#include "target.hpp"

namespace cxload::scenario {
namespace {

constexpr auto fields = std::to_array<Field>({
    {"to", Form::text, "group NAME, user PATTERN, a number or sip:…; left out: the domain itself."},
    {"expect", Form::map, "What is a success.", false, &expect_shape},
    optional_field,
});
const Shape shape{"options", fields};

class OptionsStep final : public Step {
 public:
  OptionsStep(std::optional<Target> target, Expectation expectation)
      : target_(std::move(target)), expectation_(std::move(expectation)) {}

  std::string_view name() const override { return "options"; }
  std::string_view callee_group() const override { return target_ ? target_->group() : std::string_view(); }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    ResolvedTarget target;
    target.address = "sip:" + context.phone().group().domain;
    if (target_) {
      Outcome<ResolvedTarget> resolved = resolve(*target_, context);
      if (!resolved) co_return resolved.error();
      target = std::move(*resolved);
    }
    const Outcome<phone::FinalResponse> response = co_await context.phone().options(target.address);
    if (!response) co_return response.error();
    if (!expectation_.is_met_by(response->status))
      co_return expectation_.failure("OPTIONS", response->status, response->reason);
    co_return Outcome<>();
  }

 private:
  std::optional<Target> target_;
  Expectation expectation_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  std::optional<Target> target;
  if (const Node* to = reader.find("to")) target = parse_target(*to, context);
  return std::make_unique<OptionsStep>(std::move(target),
                                       parse_expectation(options, expect_shape, {200}, context));
}

}  // namespace

extern const StepDescriptor options_step;
const StepDescriptor options_step{"options", "Sends OPTIONS to a user or to the domain.", &shape, {}, true,
                                  parse};

}  // namespace cxload::scenario
