// portal.logout — ends the web session; the phone itself stays as it is.
#include <array>

#include <cxload/scenario/map_reader.hpp>
#include <cxload/webphone/operations.hpp>

#include "expectation.hpp"
#include "portal_step.hpp"

namespace cxload::scenario {
namespace {

namespace op = webphone::op;

constexpr auto fields = std::to_array<Field>({optional_field});
const Shape shape{"portal.logout", fields};

class LogoutStep final : public PortalStep {
 public:
  std::string_view name() const override { return "portal.logout"; }
  std::vector<std::string> operations() const override { return {std::string(op::logout)}; }
  std::vector<std::string_view> needed_operations() const override { return {op::logout}; }

 private:
  net::Awaitable<Outcome<>> play(JourneyContext& context) const override {
    return context.portal().log_out();
  }
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  const MapReader reader(options, shape, context.diagnostics);
  return std::make_unique<LogoutStep>();
}

}  // namespace

extern const StepDescriptor portal_logout_step;
const StepDescriptor portal_logout_step{"portal.logout", "Ends the web session.", &shape, {}, true, parse};

}  // namespace cxload::scenario
