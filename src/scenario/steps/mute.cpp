// mute, mute: false — the microphone is off, or on again; the far end hears silence and is told nothing.
#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "mid_call.hpp"

namespace cxload::scenario {
namespace {

class MuteStep final : public Step {
 public:
  explicit MuteStep(bool muted) : muted_(muted) {}

  std::string_view name() const override { return "mute"; }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    OpenCall& open = context.open_call();
    if (!open.call) co_return no_call();
    open.call->set_muted(muted_);
    open.is_muted = muted_;
    co_return Outcome<>();
  }

 private:
  bool muted_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  bool muted = true;
  if (!options.is_null()) muted = read_scalar(options, parse_flag, context.diagnostics).value_or(true);
  return std::make_unique<MuteStep>(muted);
}

}  // namespace

extern const StepDescriptor mute_step;
const StepDescriptor mute_step{"mute",
                               "Turns the microphone off; false: on again.",
                               nullptr,
                               R"({"enum": [true, false, "yes", "no", "on", "off"]})",
                               true,
                               parse,
                               StepDescriptor::Needs::call};

}  // namespace cxload::scenario
