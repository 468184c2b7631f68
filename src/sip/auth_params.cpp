/// Lists of authentication headers.
#include "auth_params.hpp"

#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/sip/grammar.hpp>

namespace cxload::sip {
namespace {

constexpr std::size_t max_schemes = 16;
constexpr std::size_t max_params = 32;

void skip_separators(std::string_view& text) {
  while (!text.empty() && (is_wsp(text.front()) || text.front() == ',')) text.remove_prefix(1);
}

std::string_view take_token(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_token_char);
  const std::string_view token = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(token.size());
  while (!text.empty() && is_wsp(text.front())) text.remove_prefix(1);
  return token;
}

/// Behind the equals sign. Nothing when a quote stays open.
std::optional<std::string_view> take_value(std::string_view& text) {
  while (!text.empty() && is_wsp(text.front())) text.remove_prefix(1);
  std::string_view value;
  if (!text.empty() && text.front() == '"') {
    const std::size_t end = quoted_end(text, 0);
    if (end == std::string_view::npos) return std::nullopt;
    value = text.substr(1, end - 2);
    text.remove_prefix(end);
  } else {
    value = text.substr(0, text.find_first_of(", \t"));
    text.remove_prefix(value.size());
  }
  return value;
}

}  // namespace

std::optional<std::string_view> AuthScheme::find(std::string_view name) const {
  for (const auto& [known, value] : params)
    if (text::iequals(known, name)) return value;
  return std::nullopt;
}

std::vector<AuthScheme> parse_auth_schemes(std::string_view value) {
  std::vector<AuthScheme> schemes;
  for (skip_separators(value); !value.empty(); skip_separators(value)) {
    const std::string_view token = take_token(value);
    if (token.empty()) break;
    if (value.empty() || value.front() != '=') {  // a name without value begins the next scheme
      if (schemes.size() >= max_schemes) break;
      schemes.push_back({token, {}});
      continue;
    }
    value.remove_prefix(1);
    const std::optional<std::string_view> content = take_value(value);
    if (!content || schemes.empty() || schemes.back().params.size() >= max_params) break;
    schemes.back().params.emplace_back(token, *content);
  }
  return schemes;
}

}  // namespace cxload::sip
