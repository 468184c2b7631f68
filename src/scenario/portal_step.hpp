/// PortalStep: what all steps on the web side have in common: they are skipped where the site does not map
/// what they need, and their failures show no secret.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <cxload/scenario/step.hpp>
#include <cxload/scenario/step_registry.hpp>
#include <cxload/webphone/finding.hpp>

namespace cxload::scenario {

class PortalStep : public Step {
 public:
  net::Awaitable<Outcome<>> run(JourneyContext& context) const final;
  [[nodiscard]] bool needs_signalling() const override { return false; }

 protected:
  virtual net::Awaitable<Outcome<>> play(JourneyContext& context) const = 0;
  /// Without it nobody is asked: a login that was skipped skips what stands on it.
  [[nodiscard]] virtual bool needs_session() const { return true; }
};

/// The first finding that is more than a remark, as a failure of `kind`: "WP-PB-2: contact '1' has no name".
[[nodiscard]] Outcome<> first_fault(const webphone::Findings& findings, std::string_view kind);

/// `allow` of a deployment of others must list what costs somebody something.
void check_permission(const Node& options, Permission permission, std::string_view word,
                      const StepContext& context);

}  // namespace cxload::scenario
