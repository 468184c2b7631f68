/// Addresses with display name and parameters.
#include <algorithm>

#include <cxload/sip/errc.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/name_addr.hpp>

namespace cxload::sip {
namespace {

/// `*(token LWS)`; UTF-8 without quotes is common enough to be read.
bool is_unquoted_display(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_token_char(c) || is_wsp(c) || static_cast<unsigned char>(c) >= 0x80;
  });
}

Result<NameAddr> finish(NameAddr address, std::string_view uri_text, std::string_view params) {
  Result<Uri> uri = parse_uri(uri_text);
  if (!uri) return uri.error();
  address.uri = std::move(*uri);
  if (!parse_params(params, address.params)) return Errc::bad_name_addr;
  return address;
}

}  // namespace

Result<NameAddr> parse_name_addr(std::string_view text) {
  text = trim_wsp(text);
  NameAddr address;
  if (!text.empty() && text.front() == '"') {
    const std::size_t end = quoted_end(text, 0);
    if (end == std::string_view::npos) return Errc::bad_name_addr;
    address.display = unquote(text.substr(0, end));
    text = trim_wsp(text.substr(end));
    if (text.empty() || text.front() != '<') return Errc::bad_name_addr;
  }
  const std::size_t open = text.find('<');
  const std::size_t semicolon = text.find(';');
  if (open == std::string_view::npos || semicolon < open) {
    const std::string_view uri = trim_wsp(text.substr(0, semicolon));
    if (uri.find_first_of("?,") != std::string_view::npos) return Errc::bad_name_addr;
    return finish(std::move(address), uri,
                  semicolon == std::string_view::npos ? std::string_view() : text.substr(semicolon));
  }
  if (open > 0) {
    const std::string_view display = trim_wsp(text.substr(0, open));
    if (!is_unquoted_display(display)) return Errc::bad_name_addr;
    address.display = display;
  }
  const std::size_t close = text.find('>', open);
  if (close == std::string_view::npos) return Errc::bad_name_addr;
  return finish(std::move(address), text.substr(open + 1, close - open - 1), text.substr(close + 1));
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
