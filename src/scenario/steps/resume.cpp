// resume — takes a held call up again (re-INVITE).
#include <array>

#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "expectation.hpp"
#include "mid_call.hpp"

namespace cxload::scenario {
namespace {

constexpr auto fields = std::to_array<Field>({optional_field});
const Shape shape{"resume", fields};

class ResumeStep final : public Step {
 public:
  std::string_view name() const override { return "resume"; }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    const OpenCall& open = context.open_call();
    if (!open.call) co_return no_call();
    const Outcome<phone::MidCallResult> done = co_await open.call->resume();
    co_return end_of_step(open, judge_mid_call("sip.resume_failed", "the end of the hold", done));
  }
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  if (!options.is_null()) MapReader(options, shape, context.diagnostics);
  return std::make_unique<ResumeStep>();
}

}  // namespace

extern const StepDescriptor resume_step;
const StepDescriptor resume_step{"resume", "Takes a held call up again.", &shape, {}, true,
                                 parse,    StepDescriptor::Needs::call};

}  // namespace cxload::scenario
