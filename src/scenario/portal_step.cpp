#include "portal_step.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace cxload::scenario {

net::Awaitable<Outcome<>> PortalStep::run(JourneyContext& context) const {
  phone::Portal& portal = context.portal();
  const std::vector<std::string_view> needed = needed_operations();
  const auto missing = std::find_if(needed.begin(), needed.end(),
                                    [&](std::string_view operation) { return !portal.is_mapped(operation); });
  const bool has_no_session = needs_session() && portal.state().skipped_login;
  if (missing != needed.end() || has_no_session) {
    portal.note_skipped(missing != needed.end() ? *missing : std::string_view("login"));
    if (!needs_session()) portal.state().skipped_login = true;
    co_return Outcome<>();
  }
  const Outcome<> outcome = co_await play(context);
  if (outcome) co_return outcome;
  const Failure& failure = outcome.error();
  if (failure.kind == "skip.not_mapped") {
    portal.note_skipped(failure.detail);
    co_return Outcome<>();
  }
  co_return Failure(failure.kind, portal.masked(failure.detail));
}

Outcome<> first_fault(const webphone::Findings& findings, std::string_view kind) {
  for (const webphone::Finding& finding : findings.all())
    if (finding.level != webphone::Level::info)
      return Failure{std::string(kind), fmt::format("{}: {}", finding.row, finding.sentence)};
  return {};
}

void check_permission(const Node& options, Permission permission, std::string_view word,
                      const StepContext& context) {
  if (context.group == nullptr || !context.scenario.needs_permission(*context.group, permission)) return;
  context.diagnostics.add(
      options.place,
      fmt::format("this is somebody else's deployment; `deployment.allow` must list {}", word));
}

}  // namespace cxload::scenario
