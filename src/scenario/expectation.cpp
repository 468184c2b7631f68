#include "expectation.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cxload/scenario/map_reader.hpp>

namespace cxload::scenario {
namespace {

constexpr auto expect_fields = std::to_array<Field>({
    {"status", Form::statuses, "Final statuses that are a success; left out: 200."},
});

}  // namespace

const Shape expect_shape{"what a step expects", expect_fields};

bool Expectation::is_met_by(int status) const {
  return std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

bool Expectation::names_redirect() const {
  return std::any_of(statuses.begin(), statuses.end(),
                     [](int status) { return status >= 300 && status < 400; });
}

Failure Expectation::failure(std::string_view method, int status, std::string_view reason) const {
  return {
      is_given ? "expect.status" : fmt::format("sip.{}", status),
      fmt::format("{} was answered {} {}; expected {}", method, status, reason, fmt::join(statuses, ", "))};
}

Expectation parse_expectation(const Node& options, const Shape& shape, std::vector<int> usual,
                              const StepContext& context) {
  const Node* node = options.find("expect");
  if (node == nullptr) return {std::move(usual), false};
  MapReader reader(*node, shape, context.diagnostics);
  Expectation expectation{{}, true};
  for (const Node* item : reader.scalars("status"))
    if (const auto status = read_whole(*item, 200, 699, context.diagnostics))
      expectation.statuses.push_back(static_cast<int>(*status));
  if (expectation.statuses.empty()) return {std::move(usual), false};
  const bool refused_credentials = expectation.is_met_by(401) || expectation.is_met_by(407);
  if (refused_credentials && context.group != nullptr &&
      context.scenario.needs_permission(*context.group, Permission::negative_auth))
    reader.fail("status",
                "refused credentials are expected here; `deployment.allow` must list negative_auth");
  return expectation;
}

}  // namespace cxload::scenario
