#include "message.hpp"

#include <algorithm>

#include <cxload/base/hex.hpp>
#include <cxload/base/text.hpp>

namespace cxload::standin::web {
std::optional<std::string_view> find_header(const Headers& headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const auto& one) { return text::iequals(one.first, name); });
  if (found == headers.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> unescape(std::string_view text, bool plus_is_space) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += plus_is_space && text[i] == '+' ? ' ' : text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = text::hex_digit(text[i + 1]);
    const int low = text::hex_digit(text[i + 2]);
    if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
    plain += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (text::utf8_prefix(plain) != plain.size()) return std::nullopt;
  return plain;
}

std::string_view Request::path() const {
  const std::string_view whole = target;
  return whole.substr(0, whole.find('?'));
}

std::optional<std::string> Request::query(std::string_view name) const {
  const std::size_t mark = target.find('?');
  if (mark == std::string::npos) return std::nullopt;
  for (const std::string_view pair : text::split(std::string_view(target).substr(mark + 1), '&')) {
    const std::size_t equals = pair.find('=');
    if (unescape(pair.substr(0, equals), true) != name) continue;
    return unescape(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
  }
  return std::nullopt;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
  for (const auto& [header, value] : headers) {
    if (!text::iequals(header, "cookie")) continue;
    for (const std::string_view pair : text::split(value, ';')) {
      const std::size_t equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name)
        return std::string(pair.substr(equals + 1));
    }
  }
  return std::nullopt;
}

std::string Request::host() const {
  std::string_view host = text::trim(find("host").value_or(""));
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    return text::to_lower(end == std::string_view::npos ? host : host.substr(1, end - 1));
  }
  return text::to_lower(host.substr(0, host.rfind(':')));
}

void Reply::set(std::string_view name, std::string value) {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const auto& one) { return text::iequals(one.first, name); });
  if (found != headers.end()) {
    found->second = std::move(value);
  } else {
    headers.emplace_back(name, std::move(value));
  }
}

}  // namespace cxload::standin::web
