/// The `scheme name=value, name="value"` lists of authentication headers.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cxload::sip {

struct AuthScheme {
  std::string_view scheme;
  std::vector<std::pair<std::string_view, std::string_view>> params;  ///< values without their quotes

  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
};

/// A header may hold several schemes one after another (RFC 7235 4.1). What follows a syntax error is left
/// out; nothing at all when not even one scheme could be read.
[[nodiscard]] std::vector<AuthScheme> parse_auth_schemes(std::string_view value);

}  // namespace cxload::sip
