// transfer — makes the far end of the call of `dial` call somebody else (REFER), and waits for what comes of
// it.
#include <array>

#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "attended.hpp"
#include "expectation.hpp"
#include "mid_call.hpp"
#include "target.hpp"

namespace cxload::scenario {
namespace {

constexpr auto fields = std::to_array<Field>({
    {"to", Form::text, "Whom the far end shall call: group NAME, user PATTERN, a number or sip:….", true},
    {"consult", Form::duration, "Speaks with the target for so long first (attended); left out: blind."},
    optional_field,
});
const Shape shape{"transfer", fields};

class TransferStep final : public Step {
 public:
  TransferStep(Target target, std::optional<Duration> consult)
      : target_(std::move(target)), consult_(consult) {}

  std::string_view name() const override { return "transfer"; }
  int calls() const override { return consult_ ? 1 : 0; }
  Duration planned_time() const override { return consult_.value_or(Duration::zero()); }
  std::string_view callee_group() const override { return target_.group(); }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    OpenCall& open = context.open_call();
    if (!open.call) co_return no_call();
    Outcome<ResolvedTarget> target = resolve(target_, context);
    if (!target) co_return target.error();
    open.third = std::move(target->lease);
    if (consult_) {
      const std::shared_ptr<phone::Call> call = open.call;
      const std::optional<Failure> failure =
          co_await transfer_attended(*call, target->address, *consult_, context);
      co_return end_of_step(open, failure);
    }
    const std::string what = "the transfer to " + target->address;
    std::string replaced;
    const Outcome<phone::MidCallResult> moved =
        co_await open.call->transfer(target->address, std::move(replaced));
    co_return end_of_step(open, judge_mid_call("sip.transfer_failed", what, moved));
  }

 private:
  Target target_;
  std::optional<Duration> consult_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  const Node* to = reader.find("to");
  std::optional<Target> target = to == nullptr ? std::nullopt : parse_target(*to, context);
  const auto consult = reader.duration("consult");
  if (!target) return nullptr;
  return std::make_unique<TransferStep>(std::move(*target), consult);
}

}  // namespace

extern const StepDescriptor transfer_step;
const StepDescriptor transfer_step{"transfer",
                                   "Makes the far end call somebody else.",
                                   &shape,
                                   {},
                                   false,
                                   parse,
                                   StepDescriptor::Needs::call};

}  // namespace cxload::scenario
