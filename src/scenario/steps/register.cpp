// register — connects if need be, and registers; refreshes a binding that is there.
#include <array>

#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "expectation.hpp"

namespace cxload::scenario {
namespace {

constexpr auto fields = std::to_array<Field>({
    {"expires",
     Form::custom,
     "Seconds, or a duration; left out: the group's, or 600.",
     false,
     nullptr,
     {},
     R"({"$ref": "#/$defs/expires"})"},
    {"expect", Form::map, "What is a success.", false, &expect_shape},
    optional_field,
});
const Shape shape{"register", fields};

class RegisterStep final : public Step {
 public:
  RegisterStep(std::chrono::seconds expires, Expectation expectation)
      : expires_(expires), expectation_(std::move(expectation)) {}

  std::string_view name() const override { return "register"; }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    phone::RegisterOptions options;
    options.expires = expires_;
    const Outcome<phone::FinalResponse> response = co_await context.phone().register_binding(options);
    if (!response) co_return response.error();
    if (!expectation_.is_met_by(response->status))
      co_return expectation_.failure("REGISTER", response->status, response->reason);
    co_return Outcome<>();
  }

 private:
  std::chrono::seconds expires_;
  Expectation expectation_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  if (context.group != nullptr && !context.group->registers)
    context.diagnostics.add(options.place,
                            "group \"" + context.group->name + "\" does not register (`register: false`)");
  const Node* expires = reader.find("expires");
  const std::chrono::seconds usual =
      context.group == nullptr ? std::chrono::seconds(600) : context.group->expires;
  const std::chrono::seconds seconds =
      expires == nullptr ? usual : read_expires(*expires, context.diagnostics);
  return std::make_unique<RegisterStep>(seconds, parse_expectation(options, expect_shape, {200}, context));
}

}  // namespace

extern const StepDescriptor register_step;
const StepDescriptor register_step{
    "register", "Registers the phone, or refreshes its registration.", &shape, {}, true, parse};

}  // namespace cxload::scenario
