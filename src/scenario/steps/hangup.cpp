// hangup — ends the call of `dial`: BYE when it is answered, CANCEL when it is not.
#include <array>

#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "expectation.hpp"

namespace cxload::scenario {
namespace {

constexpr auto fields = std::to_array<Field>({optional_field});
const Shape shape{"hangup", fields};

class HangupStep final : public Step {
 public:
  std::string_view name() const override { return "hangup"; }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    // Held until its BYE or CANCEL is answered; then the callee goes back.
    const OpenCall closing = std::move(context.open_call());
    context.open_call() = {};
    if (!closing.call) co_return Outcome<>();
    const Outcome<> hung_up = co_await closing.call->hang_up();
    co_return hung_up;
  }
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  if (!options.is_null()) MapReader(options, shape, context.diagnostics);
  return std::make_unique<HangupStep>();
}

}  // namespace

extern const StepDescriptor hangup_step;
const StepDescriptor hangup_step{"hangup", "Ends the call of `dial`.", &shape, {}, true,
                                 parse,    StepDescriptor::Needs::call};

}  // namespace cxload::scenario
