/// Addresses with display name and parameters.
#include <algorithm>

#include <cxload/sip/errc.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/name_addr.hpp>

#include "name_addr_view.hpp"

namespace cxload::sip {
namespace {

constexpr CharSet not_without_brackets("?,");

/// `*(token LWS)`; UTF-8 without quotes is common enough to be read.
bool is_unquoted_display(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_token_char(c) || is_wsp(c) || static_cast<unsigned char>(c) >= 0x80;
  });
}

}  // namespace

Result<NameAddrView> split_name_addr(std::string_view text) {
  text = trim_wsp(text);
  NameAddrView parts;
  if (!text.empty() && text.front() == '"') {
    const std::size_t end = quoted_end(text, 0);
    if (end == std::string_view::npos) return Errc::bad_name_addr;
    parts.display = text.substr(0, end);
    text = trim_wsp(text.substr(end));
    if (text.empty() || text.front() != '<') return Errc::bad_name_addr;
  }
  const std::size_t open = text.find('<');
  const std::size_t semicolon = text.find(';');
  if (open == std::string_view::npos || semicolon < open) {
    parts.uri = trim_wsp(text.substr(0, semicolon));
    if (not_without_brackets.has_any(parts.uri)) return Errc::bad_name_addr;
    if (semicolon != std::string_view::npos) parts.params = text.substr(semicolon);
    return parts;
  }
  if (open > 0) {
    parts.display = trim_wsp(text.substr(0, open));
    if (!is_unquoted_display(parts.display)) return Errc::bad_name_addr;
  }
  const std::size_t close = text.find('>', open);
  if (close == std::string_view::npos) return Errc::bad_name_addr;
  parts.uri = text.substr(open + 1, close - open - 1);
  parts.params = text.substr(close + 1);
  return parts;
}

Result<NameAddr> parse_name_addr(std::string_view text) {
  const Result<NameAddrView> parts = split_name_addr(text);
  if (!parts) return parts.error();
  Result<Uri> uri = parse_uri(parts->uri);
  if (!uri) return uri.error();
  NameAddr address;
  address.uri = std::move(*uri);
  if (!parse_params(parts->params, address.params)) return Errc::bad_name_addr;
  if (!parts->display.empty()) address.display = unquote(parts->display);
  return address;
}

std::string NameAddr::write() const {
  std::string out;
  out.reserve(96);
  if (!display.empty()) out.append(quote(display)).append(1, ' ');
  out += '<';
  uri.write_to(out);
  out += '>';
  params.write_to(out);
  return out;
}

}  // namespace cxload::sip
