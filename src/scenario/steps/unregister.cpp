// unregister — removes the phone's binding.
#include <array>

#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "expectation.hpp"

namespace cxload::scenario {
namespace {

constexpr auto fields = std::to_array<Field>({
    {"expect", Form::map, "What is a success.", false, &expect_shape},
    optional_field,
});
const Shape shape{"unregister", fields};

class UnregisterStep final : public Step {
 public:
  explicit UnregisterStep(Expectation expectation) : expectation_(std::move(expectation)) {}

  std::string_view name() const override { return "unregister"; }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    const Outcome<phone::FinalResponse> response = co_await context.phone().unregister();
    if (!response) co_return response.error();
    if (!expectation_.is_met_by(response->status))
      co_return expectation_.failure("REGISTER (removal)", response->status, response->reason);
    co_return Outcome<>();
  }

 private:
  Expectation expectation_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  if (context.group != nullptr && !context.group->registers)
    context.diagnostics.add(options.place,
                            "group \"" + context.group->name + "\" does not register (`register: false`)");
  return std::make_unique<UnregisterStep>(parse_expectation(options, expect_shape, {200}, context));
}

}  // namespace

extern const StepDescriptor unregister_step;
const StepDescriptor unregister_step{"unregister", "Removes the phone's registration.", &shape, {}, true,
                                     parse};

}  // namespace cxload::scenario
