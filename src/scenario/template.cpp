#include <cctype>

#include <cxload/scenario/template.hpp>

namespace cxload::scenario {
namespace {

bool starts_word(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool in_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-';
}

}  // namespace

std::vector<Placeholder> find_placeholders(std::string_view text) {
  std::vector<Placeholder> found;
  for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
    std::size_t end = open + 1;
    if (end >= text.size() || !starts_word(text[end])) continue;
    while (end < text.size() && in_word(text[end])) ++end;
    if (end >= text.size() || text[end] != '}') continue;
    found.push_back({std::string(text.substr(open + 1, end - open - 1)), open, end + 1 - open});
  }
  return found;
}

std::string expand_template(std::string_view text,
                            const std::function<std::optional<std::string>(std::string_view)>& look_up) {
  std::string out;
  std::size_t copied = 0;
  for (const Placeholder& placeholder : find_placeholders(text)) {
    const auto value = look_up(placeholder.name);
    if (!value) continue;
    out.append(text.substr(copied, placeholder.at - copied)).append(*value);
    copied = placeholder.at + placeholder.length;
  }
  return out.append(text.substr(copied));
}

std::optional<std::string> column_of(const phone::Account& account, std::string_view name) {
  if (name == "user") return account.user;
  if (name == "auth_user") return account.auth_user.empty() ? account.user : account.auth_user;
  if (name == "display") return account.display;
  const auto column = account.columns.find(std::string(name));
  if (column == account.columns.end()) return std::nullopt;
  return column->second;
}

}  // namespace cxload::scenario
