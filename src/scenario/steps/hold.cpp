// hold — puts the far end of the call of `dial` on hold (re-INVITE, RFC 3264 8.4).
#include <array>

#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "expectation.hpp"
#include "mid_call.hpp"

namespace cxload::scenario {
namespace {

constexpr auto fields = std::to_array<Field>({optional_field});
const Shape shape{"hold", fields};

class HoldStep final : public Step {
 public:
  std::string_view name() const override { return "hold"; }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    const OpenCall& open = context.open_call();
    if (!open.call) co_return no_call();
    const Outcome<phone::MidCallResult> done = co_await open.call->hold();
    co_return end_of_step(open, judge_mid_call("sip.hold_failed", "the hold", done));
  }
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  if (!options.is_null()) MapReader(options, shape, context.diagnostics);
  return std::make_unique<HoldStep>();
}

}  // namespace

extern const StepDescriptor hold_step;
const StepDescriptor hold_step{
    "hold", "Puts the far end of the call on hold.", &shape, {}, true, parse, StepDescriptor::Needs::call};

}  // namespace cxload::scenario
