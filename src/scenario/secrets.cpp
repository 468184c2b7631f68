#include <algorithm>
#include <cctype>

#include <cxload/base/text.hpp>
#include <cxload/scenario/secrets.hpp>

namespace cxload::scenario {
namespace {

constexpr std::string_view key_word = "password";
constexpr std::size_t shortest_anywhere = 4;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; }

struct Span {
  std::size_t begin, end;
};

std::size_t line_start(std::string_view text, std::size_t at) {
  const std::size_t end = text.substr(0, at).rfind('\n');
  return end == std::string_view::npos ? 0 : end + 1;
}

std::size_t indentation(std::string_view line) { return std::min(line.find_first_not_of(" -"), line.size()); }

/// End of the lines after `at` that are indented deeper than `depth`: what still belongs to the value.
std::size_t end_of_deeper_lines(std::string_view text, std::size_t at, std::size_t depth) {
  while (at < text.size()) {
    const std::size_t next = at + 1;
    const std::string_view line = text.substr(next, text.substr(next).find('\n'));
    const bool blank = text::trim(line).empty();
    if (!blank && line.find_first_not_of(' ') <= depth) break;
    at = next + line.size();
  }
  return std::min(at, text.size());
}

std::size_t end_of_quoted(std::string_view text, std::size_t at) {
  const char quote = text[at++];
  for (; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || at + 1 >= text.size() || text[at + 1] != '\'') return at + 1;
      ++at;
    }
  }
  return text.size();
}

/// The value behind the key that ends at `at`; when in doubt more than the value.
Span value_span(std::string_view text, std::size_t key, std::size_t at) {
  if (text[at] == '=') return {at + 1, text.size()};  // --set …password=…
  at = std::min(text.find_first_not_of(" \t", at + 1), text.size());
  while (at < text.size() && (text[at] == '&' || text[at] == '!')) {  // anchor, tag
    at = std::min(text.find_first_of(" \t\n", at), text.size());
    at = std::min(text.find_first_not_of(" \t", at), text.size());
  }
  if (at < text.size() && (text[at] == '"' || text[at] == '\'')) return {at, end_of_quoted(text, at)};
  const std::size_t start = line_start(text, key);
  const std::size_t line_end = std::min(text.find('\n', at), text.size());
  if (text.substr(start, key - start).find('{') != std::string_view::npos)
    return {at, std::min(text.find_first_of(",}\n", at), text.size())};
  return {at, end_of_deeper_lines(text, line_end, indentation(text.substr(start)))};
}

std::vector<Span> find_values(std::string_view text) {
  std::vector<Span> spans;
  for (std::size_t key = text.find(key_word); key != std::string_view::npos; key = text.find(key_word, key)) {
    std::size_t at = key + key_word.size();
    const bool starts = key == 0 || !is_word(text[key - 1]);
    if (at < text.size() && (text[at] == '"' || text[at] == '\'')) ++at;
    at = std::min(text.find_first_not_of(" \t", at), text.size());
    if (!starts || at >= text.size() || (text[at] != ':' && text[at] != '=')) {
      key += key_word.size();
      continue;
    }
    const Span span = value_span(text, key, at);
    if (text::trim(text.substr(span.begin, span.end - span.begin)) != "none") spans.push_back(span);
    key = std::max(span.end, key + key_word.size());
  }
  return spans;
}

bool stands_alone(std::string_view text, std::size_t at, std::size_t length) {
  return (at == 0 || !is_word(text[at - 1])) && (at + length >= text.size() || !is_word(text[at + length]));
}

}  // namespace

std::string mask_passwords(std::string_view yaml, MaskStyle style) {
  std::string out;
  std::size_t copied = 0;
  for (const Span& span : find_values(yaml)) {
    out += yaml.substr(copied, span.begin - copied);
    if (style == MaskStyle::three_stars && span.begin < span.end) out += "***";
    if (style == MaskStyle::same_length)
      for (const char c : yaml.substr(span.begin, span.end - span.begin)) out += c == '\n' ? '\n' : '*';
    if (style == MaskStyle::three_stars && span.end > span.begin && yaml[span.end - 1] == '\n') out += '\n';
    copied = span.end;
  }
  return out.append(yaml.substr(copied));
}

void Secrets::add(std::string value) {
  if (value.empty() || std::find(values_.begin(), values_.end(), value) != values_.end()) return;
  const auto longer = [](const std::string& a, const std::string& b) { return a.size() > b.size(); };
  values_.insert(std::upper_bound(values_.begin(), values_.end(), value, longer), std::move(value));
}

std::string Secrets::mask(std::string_view text) const {
  std::string out(text);
  for (const std::string& value : values_) {
    for (std::size_t at = out.find(value); at != std::string::npos;) {
      if (value.size() >= shortest_anywhere || stands_alone(out, at, value.size())) {
        out.replace(at, value.size(), "***");
        at = out.find(value, at + 3);
      } else {
        at = out.find(value, at + 1);
      }
    }
  }
  return out;
}

}  // namespace cxload::scenario
