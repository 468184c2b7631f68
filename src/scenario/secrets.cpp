#include <algorithm>
#include <array>
#include <cctype>

#include <cxload/base/text.hpp>
#include <cxload/scenario/secrets.hpp>

namespace cxload::scenario {
namespace {

/// A misspelled key is refused, and its line shown: what nearly says password hides its value too.
constexpr std::array<std::string_view, 1> key_words{"password"};
constexpr std::array<std::string_view, 7> other_words{"pass",   "passwd", "pwd",       "pw",
                                                      "secret", "token",  "passphrase"};
constexpr std::size_t shortest_misspelled = 6, longest_misspelled = 12;
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
  if (text[at] == '=') {  // --set …password=…, whose value may have lines; a comment has one
    const std::size_t start = line_start(text, key);
    const bool is_comment = text::trim(text.substr(start, key - start)).starts_with('#');
    return {at + 1, is_comment ? std::min(text.find('\n', at), text.size()) : text.size()};
  }
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

bool is_secret(std::string_view key) {
  return std::ranges::find(other_words, text::to_lower(key)) != other_words.end() ||
         (key.size() >= shortest_misspelled && key.size() <= longest_misspelled &&
          text::nearest(key, key_words));
}

std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_word(text[at])) ++at;
  return at;
}

/// What a URL says of who asks: user information before the @, and the query.
void find_in_url(std::string_view text, std::size_t at, std::vector<Span>& spans) {
  const std::size_t end = std::min(text.find_first_of(" \t\r\n\"'", at), text.size());
  const std::string_view rest = text.substr(at, end - at);
  const std::size_t sign = rest.substr(0, rest.find('/')).rfind('@');
  if (sign != std::string_view::npos) spans.push_back({at, at + sign});
  const std::size_t query = rest.find('?', sign == std::string_view::npos ? 0 : sign);
  if (query != std::string_view::npos) spans.push_back({at + query + 1, end});
}

std::vector<Span> find_values(std::string_view text) {
  std::vector<Span> spans;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at, end = word_end(text, at);
    at = std::max(end, begin + 1);
    if (text.substr(end).starts_with("://")) {
      find_in_url(text, end + 3, spans);
      if (!spans.empty()) at = std::max(at, spans.back().end);
    }
    if (!is_secret(text.substr(begin, end - begin))) continue;
    std::size_t sign = end;
    if (sign < text.size() && (text[sign] == '"' || text[sign] == '\'')) ++sign;
    sign = std::min(text.find_first_not_of(" \t", sign), text.size());
    if (sign >= text.size() || (text[sign] != ':' && text[sign] != '=')) continue;
    const Span span = value_span(text, begin, sign);
    if (text::trim(text.substr(span.begin, span.end - span.begin)) != "none") spans.push_back(span);
    at = std::max(span.end, at);
  }
  return spans;
}

bool stands_alone(std::string_view text, std::size_t at, std::size_t length) {
  return (at == 0 || !is_word(text[at - 1])) && (at + length >= text.size() || !is_word(text[at + length]));
}

std::string mask(std::string_view yaml, const std::vector<Span>& spans, MaskStyle style) {
  std::string out;
  std::size_t copied = 0;
  for (const Span& span : spans) {
    out += yaml.substr(copied, span.begin - copied);
    if (style == MaskStyle::three_stars && span.begin < span.end) out += "***";
    if (style == MaskStyle::same_length)
      for (const char c : yaml.substr(span.begin, span.end - span.begin)) out += c == '\n' ? '\n' : '*';
    if (style == MaskStyle::three_stars && span.end > span.begin && yaml[span.end - 1] == '\n') out += '\n';
    copied = span.end;
  }
  return out.append(yaml.substr(copied));
}

}  // namespace

std::string mask_passwords(std::string_view yaml, MaskStyle style) {
  return mask(yaml, find_values(yaml), style);
}

std::string mask_urls(std::string_view text) {
  std::vector<Span> spans;
  for (std::size_t at = text.find("://"); at != std::string_view::npos; at = text.find("://", at)) {
    find_in_url(text, at + 3, spans);
    at = spans.empty() ? at + 3 : std::max(at + 3, spans.back().end);
  }
  return mask(text, spans, MaskStyle::three_stars);
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
