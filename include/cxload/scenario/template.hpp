/// Templates: `{user}`, `{unique}` and columns in strings of a scenario (CONTRACT 2, "Values").
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/phone/group.hpp>

namespace cxload::scenario {

struct Placeholder {
  std::string name;
  std::size_t at = 0;      ///< offset of its brace
  std::size_t length = 0;  ///< braces included
};

/// `{word}`s of a text, in order. Other braces are plain text.
[[nodiscard]] std::vector<Placeholder> find_placeholders(std::string_view text);

/// Replaces placeholders; one for which `look_up` knows nothing stays as it is.
[[nodiscard]] std::string expand_template(
    std::string_view text, const std::function<std::optional<std::string>(std::string_view)>& look_up);

/// What an account gives to a template: user, auth_user, display and its further columns; never its password.
[[nodiscard]] std::optional<std::string> column_of(const phone::Account& account, std::string_view name);

}  // namespace cxload::scenario
