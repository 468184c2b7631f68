#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/button.hpp>

#include "shape.hpp"

namespace cxload::webphone {
namespace {

constexpr auto numbers = std::to_array<std::string_view>(
    {"id", "account_id", "min_select", "max_select", "sandbox_id", "form_id", "sort_order"});
constexpr auto texts =
    std::to_array<std::string_view>({"label", "icon", "tooltip", "type", "placement", "fn"});

/// Types of WP-BTN-GET-2; a property that is not set may be null, absent, 0 or "".
void judge_types(const Json& value, std::int64_t id, Findings& findings) {
  const auto wrong = [&](std::string_view name, const Json& found, std::string_view expected) {
    findings.add("WP-BTN-GET-2", Level::must,
                 fmt::format("button {}: {} is {}, not {}", id, name, found.type_name(), expected));
  };
  for (const std::string_view name : numbers) {
    const Json* found = value.find(name);
    if (found == nullptr || found->is_null() || found->if_integer()) continue;
    if (const auto* text = found->if_text(); text != nullptr && text->empty()) continue;
    wrong(name, *found, "a whole number");
  }
  for (const std::string_view name : texts) {
    const Json* found = value.find(name);
    if (found == nullptr || found->is_null() || found->if_text() != nullptr || found->if_integer() == 0)
      continue;
    wrong(name, *found, "a text");
  }
  if (text_of(value, "label").empty())
    findings.add("WP-BTN-LABEL-1", Level::must, fmt::format("button {} has no label", id));
}

auto place(const Button& button) { return std::tuple(button.sort_order, button.id); }

}  // namespace

bool Button::is_on_agent_page() const { return text::iequals(text::trim(placement), "agent"); }

Outcome<Button> read_button(const Json& value, Findings& findings) {
  if (value.if_object() == nullptr) return wrong_shape("a button", "an object", value);
  const auto id = integer_of(value, "id");
  if (!id) return Failure{"http.shape", "a button has no id"};
  judge_types(value, *id, findings);
  Button button;
  button.id = *id;
  button.account_id = set_integer_of(value, "account_id");
  button.label = text_of(value, "label");
  button.icon = text_of(value, "icon");
  button.tooltip = text_of(value, "tooltip");
  button.type = text_of(value, "type");
  button.placement = text_of(value, "placement");
  button.min_select = set_integer_of(value, "min_select");
  button.max_select = set_integer_of(value, "max_select");
  button.sandbox_id = set_integer_of(value, "sandbox_id");
  button.form_id = set_integer_of(value, "form_id");
  button.sort_order = integer_of(value, "sort_order").value_or(0);
  button.fn = text::trim(text_of(value, "fn"));
  if (button.fn == "0") button.fn.clear();  // "not set" as a number
  return button;
}

Outcome<std::vector<Button>> read_buttons(const Json& value, Findings& findings) {
  return read_items<Button>(value, {"the list of buttons", most_buttons, "WP-BTN-GET-2"}, findings,
                            [&](const Json& item) { return read_button(item, findings); });
}

std::vector<Button> agent_buttons(const std::vector<Button>& all) {
  std::vector<Button> shown;
  std::copy_if(all.begin(), all.end(), std::back_inserter(shown),
               [](const Button& button) { return button.is_on_agent_page(); });
  std::stable_sort(shown.begin(), shown.end(),
                   [](const Button& a, const Button& b) { return place(a) < place(b); });
  return shown;
}

void judge_button_list(const std::vector<Button>& all, Findings& findings) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].is_on_agent_page())
      findings.add(
          "WP-BTN-PLACE-1", Level::must,
          fmt::format("button {} has the placement '{}'", all[i].id, text::printable(all[i].placement, 60)));
    if (i > 0 && place(all[i]) < place(all[i - 1]))
      findings.add("WP-BTN-SORT-1", Level::must,
                   fmt::format("button {} stands behind button {}", all[i].id, all[i - 1].id));
  }
}

bool is_enabled(const Button& button, std::optional<std::size_t> selected, const Readings& readings) {
  if (!selected && readings.select_limits == SelectLimits::ignored) return true;
  const auto rows = static_cast<std::int64_t>(selected.value_or(0));
  return rows >= button.min_select.value_or(rows) && rows <= button.max_select.value_or(rows);
}

}  // namespace cxload::webphone
