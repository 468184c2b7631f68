// dtmf: "12#" — sends digits into the call of `dial`, an INFO each.
#include <fmt/format.h>

#include <cxload/scenario/step_registry.hpp>

#include "mid_call.hpp"

namespace cxload::scenario {
namespace {

class DtmfStep final : public Step {
 public:
  explicit DtmfStep(std::string digits) : digits_(std::move(digits)) {}

  std::string_view name() const override { return "dtmf"; }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    std::string digits = digits_of(context.expand(digits_));
    const std::string what = fmt::format("the sending of {} digits", digits.size());
    const OpenCall& open = context.open_call();
    if (!open.call) co_return no_call();
    const Outcome<phone::MidCallResult> sent = co_await open.call->send_dtmf(std::move(digits));
    co_return end_of_step(open, judge_mid_call("sip.dtmf_failed", what, sent));
  }

 private:
  std::string digits_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  return std::make_unique<DtmfStep>(parse_digits(options, context));
}

}  // namespace

extern const StepDescriptor dtmf_step;
const StepDescriptor dtmf_step{
    "dtmf", "Sends digits by INFO.",    nullptr, R"({"$ref": "#/$defs/scalar"})", false,
    parse,  StepDescriptor::Needs::call};

}  // namespace cxload::scenario
