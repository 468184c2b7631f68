#include "arguments.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <cxload/base/text.hpp>

#include "command.hpp"

namespace cxload::app {
namespace {

bool is_command(std::string_view word) {
  const auto table = command_table();
  return std::any_of(table.begin(), table.end(),
                     [&](const Command* command) { return command->name == word; });
}

std::string shell_quoted(std::string_view word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,+@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) return std::string(word);
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string masked(std::string_view word) {
  const std::size_t equals = word.find('=');
  const bool secret = text::to_lower(word.substr(0, equals)).find("password") != std::string::npos;
  return equals != std::string_view::npos && secret ? std::string(word.substr(0, equals + 1)) + "***"
                                                    : std::string(word);
}

}  // namespace

std::vector<std::string> reversed_arguments(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  const bool is_short_form = !words.empty() && !words.front().starts_with("-") && !is_command(words.front());
  if (is_short_form) words.insert(words.begin(), "run");
  std::reverse(words.begin(), words.end());
  return words;
}

std::optional<std::string> later_command(int argc, char** argv) {
  constexpr std::array<std::string_view, 3> later = {"conform", "call", "checks"};
  if (argc < 2 || std::find(later.begin(), later.end(), argv[1]) == later.end()) return std::nullopt;
  return std::string(argv[1]);
}

std::string shown_setting(std::string_view word) { return masked(word); }

std::string shown_command(int argc, char** argv) {
  std::string line = "cxload";
  for (int i = 1; i < argc; ++i) line += " " + shell_quoted(masked(argv[i]));
  return line;
}

}  // namespace cxload::app
