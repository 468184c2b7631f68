/// Target: where a call, an OPTIONS or a MESSAGE goes (`to:`).
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/scenario/step_registry.hpp>

namespace cxload::scenario {

struct Target {
  enum class Kind { group, trunk, address };
  Kind kind = Kind::address;
  std::string
      text;  ///< name of the group, or a template of a user, number or sip: URI; "@host:port" of a trunk
  std::vector<std::string> users = {};  ///< of a trunk: one is drawn per call

  [[nodiscard]] std::string_view group() const { return kind == Kind::group ? text : std::string_view(); }
};

/// `group NAME | user PATTERN | NUMBER | sip:…`; refuses what the deployment's owner did not allow.
[[nodiscard]] std::optional<Target> parse_target(const Node& node, const StepContext& context);

struct ResolvedTarget {
  std::string address;                 ///< what is dialled
  std::unique_ptr<CalleeLease> lease;  ///< of a group
};
[[nodiscard]] Outcome<ResolvedTarget> resolve(const Target& target, JourneyContext& context);

}  // namespace cxload::scenario
