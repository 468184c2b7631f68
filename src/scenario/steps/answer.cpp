// answer — answers the call of `await: incoming`, or refuses it.
#include <array>

#include <fmt/format.h>

#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "expectation.hpp"
#include "mid_call.hpp"

namespace cxload::scenario {
namespace {

constexpr auto fields = std::to_array<Field>({
    {"status", Form::whole, "What the caller gets; left out: 200."},
    optional_field,
});
const Shape shape{"an answered call", fields};

class AnswerStep final : public Step {
 public:
  explicit AnswerStep(int status) : status_(status) {}

  std::string_view name() const override { return "answer"; }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    const OpenCall& open = context.open_call();
    if (!open.call) co_return no_call();
    co_return co_await answer_call(*open.call, status_);
  }

 private:
  int status_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  int status = 200;
  if (!options.is_null()) {
    MapReader reader(options, shape, context.diagnostics);
    status = static_cast<int>(reader.whole("status", 200, 699).value_or(200));
    if (status > 200 && status < 300)
      reader.fail("status", "a call is answered with 200, or refused with 300 to 699");
  }
  return std::make_unique<AnswerStep>(status);
}

}  // namespace

extern const StepDescriptor answer_step;
const StepDescriptor answer_step{"answer",
                                 "Answers the call that came in, or refuses it.",
                                 &shape,
                                 {},
                                 true,
                                 parse,
                                 StepDescriptor::Needs::incoming_call};

}  // namespace cxload::scenario
