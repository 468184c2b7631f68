#include <algorithm>
#include <array>

#include <cxload/webphone/precedence.hpp>

namespace cxload::webphone {
namespace {

constexpr Plan nothing{};
constexpr Plan local_action{false, FormChoice::none, true};
constexpr Plan open_named{false, FormChoice::by_name, false};
constexpr Plan open_chosen{false, FormChoice::by_id, false};
constexpr Plan script{true, FormChoice::none, false};
constexpr Plan script_then_named{true, FormChoice::by_name, false};
constexpr Plan script_then_chosen{true, FormChoice::by_id, false};

// clang-format off
constexpr auto table = std::to_array<PrecedenceRow>({
    //             fn                     form   script
    {"WP-PREC-1",  FnKind::unset,         false, false, nothing},
    {"WP-PREC-2",  FnKind::other_action,  false, false, local_action},
    {"WP-PREC-3",  FnKind::open_form,     false, false, open_named},
    {"WP-PREC-4",  FnKind::open_form,     true,  false, open_chosen},
    {"WP-PREC-5",  FnKind::unset,         true,  false, open_chosen},
    {"WP-PREC-6",  FnKind::unset,         false, true,  script},
    {"WP-PREC-7",  FnKind::unset,         true,  true,  script_then_chosen},
    {"WP-PREC-8",  FnKind::open_form,     false, true,  script_then_named},
    {"WP-PREC-9",  FnKind::open_form,     true,  true,  script_then_chosen},
    {"WP-PREC-10", FnKind::other_action,  false, true,  script},
    {"WP-PREC-11", FnKind::unknown_name,  false, true,  script},
    {"WP-PREC-12", FnKind::unknown_name,  true,  true,  script_then_chosen},
    {"WP-PREC-13", FnKind::other_action,  true,  false, local_action},
    {"WP-PREC-14", FnKind::other_action,  true,  true,  script_then_chosen},
    {"WP-PREC-15", FnKind::unknown_name,  false, false, nothing},
    {"WP-PREC-5",  FnKind::unknown_name,  true,  false, open_chosen},  // no action: the form_id stands alone
});
// clang-format on

FnKind kind_of(const std::optional<Action>& action) {
  if (!action) return FnKind::unknown_name;
  return action->kind == ActionKind::open_form ? FnKind::open_form : FnKind::other_action;
}

/// What the readings of a site change about a row.
Plan overridden(Plan plan, const PrecedenceRow& row, const Readings& readings) {
  if (row.fn != FnKind::other_action) return plan;
  if (!row.has_script && row.has_form && readings.action_beside_form == ActionBesideForm::form)
    return open_chosen;
  if (row.has_script && !row.has_form && readings.local_beside_script == LocalBesideScript::both)
    plan.runs_local_action = true;
  return plan;
}

}  // namespace

std::span<const PrecedenceRow> precedence_table() { return table; }

Choice choose(const Button& button, const Readings& readings, Findings& findings) {
  Choice choice;
  if (!button.fn.empty()) {
    if (const auto notation = parse_notation(button.fn))
      choice.action = permitted(*notation, readings);
    else
      findings.add("WP-FN-1", Level::must, notation.error().detail);
    choice.fn = kind_of(choice.action);
  }
  const auto row = std::find_if(table.begin(), table.end(), [&](const PrecedenceRow& one) {
    return one.fn == choice.fn && one.has_form == button.form_id.has_value() &&
           one.has_script == button.sandbox_id.has_value();
  });
  choice.row = row->id;
  choice.plan = overridden(row->plan, *row, readings);
  return choice;
}

}  // namespace cxload::webphone
