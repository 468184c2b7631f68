/// Precedence: what a press does, from fn, form_id and sandbox_id of a button: the table WP-PREC as data.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <cxload/webphone/action.hpp>
#include <cxload/webphone/button.hpp>

namespace cxload::webphone {

enum class FnKind : std::uint8_t {
  unset,
  open_form,
  other_action,
  unknown_name,  ///< `main`: the entry function of the button's script
};

enum class FormChoice : std::uint8_t { none, by_name, by_id };

/// First the script if there is one, then at most one of form and action.
struct Plan {
  bool runs_script = false;
  FormChoice form = FormChoice::none;
  bool runs_local_action = false;
  bool operator==(const Plan&) const = default;
};

struct PrecedenceRow {
  std::string_view id;  ///< "WP-PREC-4"
  FnKind fn;
  bool has_form;
  bool has_script;
  Plan plan;
};
/// All sixteen combinations, by the readings as decided.
[[nodiscard]] std::span<const PrecedenceRow> precedence_table();

struct Choice {
  std::string_view row;  ///< the rule that decided
  Plan plan;
  FnKind fn = FnKind::unset;
  std::optional<Action> action;  ///< of fn, when it is on the list
};
/// A fn that cannot be parsed is an unknown name and a finding (WP-FN-1).
[[nodiscard]] Choice choose(const Button& button, const Readings& readings, Findings& findings);

}  // namespace cxload::webphone
