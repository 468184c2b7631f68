#include "arguments.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include <fmt/format.h>

#include <cxload/base/text.hpp>

#include "command.hpp"

namespace cxload::app {
namespace {

bool is_command(std::string_view word) {
  const auto table = command_table();
  return std::any_of(table.begin(), table.end(),
                     [&](const Command* command) { return command->name == word; });
}

std::string meant(std::string_view word, const std::vector<std::string_view>& known,
                  std::string_view prefix = "") {
  const auto near = text::nearest(word, known);
  return near ? fmt::format("; did you mean {}{}?", prefix, *near) : std::string();
}

std::string shell_quoted(std::string_view word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,+@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) return std::string(word);
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::vector<std::string> reversed_arguments(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  const bool is_short_form = !words.empty() && !words.front().starts_with("-") && !is_command(words.front());
  if (is_short_form) words.insert(words.begin(), "run");
  std::reverse(words.begin(), words.end());
  return words;
}

std::optional<std::string> unknown_command(int argc, char** argv) {
  const std::string word = argc < 2 ? "" : argv[1];
  // What has a dot or a slash is meant as a file, and told as one.
  if (word.empty() || word.starts_with("-") || is_command(word) ||
      word.find_first_of("./") != std::string::npos)
    return std::nullopt;
  std::error_code error;
  if (std::filesystem::exists(word, error)) return std::nullopt;
  std::vector<std::string_view> names;
  for (const Command* command : command_table()) names.push_back(command->name);
  return fmt::format("there is no command and no file {}{}", text::printable(word, 100), meant(word, names));
}

std::optional<std::string> unknown_option(int argc, char** argv, const std::vector<std::string>& known) {
  const std::vector<std::string_view> names(known.begin(), known.end());
  for (int i = 1; i < argc; ++i) {
    std::string_view word = argv[i];
    if (!word.starts_with("--") || word == "--") continue;
    word = word.substr(2, word.find('=') - 2);
    if (std::ranges::find(names, word) != names.end()) continue;
    return fmt::format("there is no option --{}{}", text::printable(word, 100), meant(word, names, "--"));
  }
  return std::nullopt;
}

std::optional<std::string> later_command(int argc, char** argv) {
  constexpr std::array<std::string_view, 3> later = {"conform", "call", "checks"};
  if (argc < 2 || std::find(later.begin(), later.end(), argv[1]) == later.end()) return std::nullopt;
  return std::string(argv[1]);
}

std::string shown_setting(std::string_view word) {
  const std::size_t equals = word.find('=');
  const bool secret = text::to_lower(word.substr(0, equals)).find("password") != std::string::npos;
  return equals != std::string_view::npos && secret ? std::string(word.substr(0, equals + 1)) + "***"
                                                    : std::string(word);
}

std::string shown_command(int argc, char** argv) {
  std::string line = "cxload";
  for (int i = 1; i < argc; ++i) line += " " + shell_quoted(shown_setting(argv[i]));
  return line;
}

}  // namespace cxload::app
