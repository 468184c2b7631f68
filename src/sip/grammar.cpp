/// Tokens, quoted strings, comma lists and escapes.
#include <cxload/base/hex.hpp>
#include <cxload/sip/grammar.hpp>

namespace cxload::sip {
std::optional<std::string_view> next_list_element(std::optional<std::string_view>& rest) {
  if (!rest) return std::nullopt;
  const std::string_view text = *rest;
  if (text.find(',') == std::string_view::npos) {  // nearly always
    rest.reset();
    return trim_wsp(text);
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      at = quoted_end(text, at);
      if (at == std::string_view::npos) break;  // never closed: the parser of the element will say so
      --at;
    } else if (c == '<') {
      at = text.find('>', at);
      if (at == std::string_view::npos) break;
    } else if (c == ',') {
      rest = text.substr(at + 1);
      return trim_wsp(text.substr(0, at));
    }
  }
  rest.reset();
  return trim_wsp(text);
}

std::size_t quoted_end(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      return i + 1;
  }
  return std::string_view::npos;
}

std::string quote(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
  return out;
}

std::string unquote(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string out;
  out.reserve(text.size() - 2);
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

std::string escape_header(std::string_view value) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view marks = "-_.!~*'()";
  std::string out;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                          marks.find(c) != std::string_view::npos;
    if (is_plain) {
      out += c;
    } else {
      out.append(1, '%').append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
    }
  }
  return out;
}

std::string unescape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? text::hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? text::hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace cxload::sip
