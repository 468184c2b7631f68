/// Button: a dynamic button as GET /api/softphone/button/{id} gives it (WP-BTN).
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/webphone/finding.hpp>
#include <cxload/webphone/json.hpp>
#include <cxload/webphone/readings.hpp>

namespace cxload::webphone {

/// "Not set" is null, absent, 0 or empty.
struct Button {
  std::int64_t id = 0;
  std::optional<std::int64_t> account_id;
  std::string label, icon, tooltip, type, placement;
  std::optional<std::int64_t> min_select, max_select;
  std::optional<std::int64_t> sandbox_id;  ///< the script to run
  std::string fn;                          ///< empty: not set
  std::optional<std::int64_t> form_id;
  std::int64_t sort_order = 0;
  bool operator==(const Button&) const = default;

  [[nodiscard]] bool is_on_agent_page() const;  ///< placement `agent` in any case (A-34)
};

inline constexpr std::size_t most_buttons = 1'000;

/// Failures: http.shape (no object, no id).
[[nodiscard]] Outcome<Button> read_button(const Json& value, Findings& findings);
/// A list of buttons; items that are none are findings. Failures: http.shape (no list), http.json_limit.
[[nodiscard]] Outcome<std::vector<Button>> read_buttons(const Json& value, Findings& findings);

/// Those of the agent page, lower sort_order first, ties by id.
[[nodiscard]] std::vector<Button> agent_buttons(const std::vector<Button>& all);
/// Whether the list came in that order (WP-BTN-SORT-1) and only with buttons of the agent page
/// (WP-BTN-PLACE-1).
void judge_button_list(const std::vector<Button>& all, Findings& findings);

/// Whether `selected` rows allow it; on a page without selection always.
[[nodiscard]] bool is_enabled(const Button& button, std::optional<std::size_t> selected,
                              const Readings& readings);

}  // namespace cxload::webphone
