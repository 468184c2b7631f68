#include "expectation.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cxload/scenario/map_reader.hpp>

#include "parse.hpp"

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

std::vector<int> parse_statuses(MapReader& reader, std::uint64_t low, std::uint64_t high,
                                const StepContext& context) {
  std::vector<int> statuses;
  for (const Node* item : reader.scalars("status"))
    if (const auto status = read_whole(*item, low, high, context.diagnostics))
      statuses.push_back(static_cast<int>(*status));
  return statuses;
}

void check_refusals(MapReader& reader, const std::vector<int>& statuses, const StepContext& context) {
  const bool is_refused = std::any_of(statuses.begin(), statuses.end(),
                                      [](int status) { return status == 401 || status == 407; });
  if (is_refused && context.group != nullptr &&
      context.scenario.needs_permission(*context.group, Permission::negative_auth))
    reader.fail("status",
                "refused credentials are expected here; `deployment.allow` must list negative_auth");
}

std::vector<std::pair<std::string, std::string>> parse_texts(const Node& node, std::string_view otherwise,
                                                             const StepContext& context) {
  std::vector<std::pair<std::string, std::string>> texts;
  if (!node.is_map()) context.diagnostics.add(node.place, std::string(otherwise));
  for (const Member& member : node.members) {
    check_step_placeholders(member.value, context);
    texts.emplace_back(member.key, member.value.text);
  }
  return texts;
}

Expectation parse_expectation(const Node& options, const Shape& shape, std::vector<int> usual,
                              const StepContext& context) {
  const Node* node = options.find("expect");
  if (node == nullptr) return {std::move(usual), false};
  MapReader reader(*node, shape, context.diagnostics);
  Expectation expectation{parse_statuses(reader, 200, 699, context), true};
  if (expectation.statuses.empty()) return {std::move(usual), false};
  check_refusals(reader, expectation.statuses, context);
  return expectation;
}

}  // namespace cxload::scenario
