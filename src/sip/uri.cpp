/// URIs read and written.
#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/sip/errc.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/uri.hpp>

#include "uri_view.hpp"

namespace cxload::sip {
namespace {

constexpr CharSet scheme_characters = CharSet::alphanumeric_and("+-.");
constexpr CharSet host_characters = CharSet::alphanumeric_and("-._");
constexpr CharSet ipv6_characters("0123456789abcdefABCDEF:.");
constexpr CharSet number_characters("0123456789+-.()*#abcdefABCDEF");
/// No blanks, controls, quotes or brackets anywhere in a URI; UTF-8 is tolerated.
constexpr CharSet not_in_uris = CharSet::controls_and(" \x7F<>\"");

bool is_scheme(std::string_view text) {
  return !text.empty() && !(text.front() >= '0' && text.front() <= '9') && scheme_characters.has_all(text);
}

/// The bracketed form is read loosely: RFC 5118 4.10 shows `2001:db8:::192.0.2.1`, made by its own grammar.
bool is_ipv6_text(std::string_view text) {
  return text.size() >= 2 && text.size() <= 48 && text.find(':') != std::string_view::npos &&
         ipv6_characters.has_all(text);
}

bool is_host_name(std::string_view text) {
  return !text.empty() && text.size() <= 255 && host_characters.has_all(text);
}

bool read_user(std::string_view userinfo, UriView& uri) {
  const std::size_t colon = userinfo.find(':');
  uri.user = userinfo.substr(0, colon);
  if (colon != std::string_view::npos) uri.password = userinfo.substr(colon + 1);
  return !uri.user.empty();
}

bool read_sip_uri(std::string_view rest, UriView& uri) {
  const std::size_t at = rest.find('@');
  if (at != std::string_view::npos) {
    if (!read_user(rest.substr(0, at), uri)) return false;
    rest.remove_prefix(at + 1);
    if (rest.find('@') != std::string_view::npos) return false;
  }
  const std::size_t question = rest.find('?');
  if (question != std::string_view::npos) {
    uri.headers = rest.substr(question + 1);
    rest = rest.substr(0, question);
  }
  const std::size_t semicolon = rest.find(';');
  if (semicolon != std::string_view::npos) uri.params = rest.substr(semicolon);
  const std::optional<HostPort> place = parse_host_port(rest.substr(0, semicolon));
  if (!place) return false;
  uri.host = place->host;
  uri.port = place->port;
  return true;
}

bool read_tel_uri(std::string_view rest, UriView& uri) {
  const std::size_t semicolon = rest.find(';');
  uri.user = rest.substr(0, semicolon);
  if (semicolon != std::string_view::npos) uri.params = rest.substr(semicolon);
  return !uri.user.empty() && number_characters.has_all(uri.user);
}

/// The first of a repeated name counts, on both sides.
bool have_equal_params(const Params& a, const Params& b) {
  constexpr std::string_view decisive[] = {"user", "ttl", "method", "maddr", "transport"};
  for (const Param& param : a.all()) {
    const std::optional<std::string_view> mine = a.find(param.name), other = b.find(param.name);
    if (other ? !text::iequals(unescape(*other), unescape(*mine))
              : std::any_of(std::begin(decisive), std::end(decisive),
                            [&](std::string_view name) { return text::iequals(name, param.name); }))
      return false;
  }
  return true;
}

/// Header components are compared in any order (RFC 3261 19.1.4).
std::vector<std::string> sorted_headers(std::string_view headers) {
  std::vector<std::string> parts;
  if (headers.empty()) return parts;
  for (const std::string_view part : text::split(headers, '&'))
    parts.push_back(text::to_lower(unescape(part)));
  std::sort(parts.begin(), parts.end());
  return parts;
}

}  // namespace

std::optional<HostPort> parse_host_port(std::string_view text) {
  HostPort place;
  std::string_view rest;
  if (!text.empty() && text.front() == '[') {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    place.host = text.substr(1, close - 1);
    rest = text.substr(close + 1);
    if (!is_ipv6_text(place.host)) return std::nullopt;
  } else {
    const std::size_t colon = text.find(':');
    place.host = trim_wsp(text.substr(0, colon));
    rest = colon == std::string_view::npos ? std::string_view() : text.substr(colon);
    if (!is_host_name(place.host)) return std::nullopt;
  }
  rest = trim_wsp(rest);
  if (rest.empty()) return place;
  const std::optional<std::uint64_t> port =
      rest.front() == ':' ? text::parse_unsigned(trim_wsp(rest.substr(1))) : std::nullopt;
  if (!port || *port > 65'535) return std::nullopt;
  place.port = static_cast<std::uint16_t>(*port);
  return place;
}

void write_host(std::string_view host, std::string& out) {
  const bool is_ipv6 = host.find(':') != std::string_view::npos;
  if (is_ipv6) out += '[';
  out += host;
  if (is_ipv6) out += ']';
}

Result<UriView> split_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon)) || not_in_uris.has_any(text))
    return Errc::bad_uri;
  UriView uri;
  uri.scheme = text.substr(0, colon);
  const std::string_view rest = text.substr(colon + 1);
  bool good = !rest.empty();
  if (text::iequals(uri.scheme, "sip") || text::iequals(uri.scheme, "sips"))
    good = read_sip_uri(rest, uri);
  else if (text::iequals(uri.scheme, "tel"))
    good = read_tel_uri(rest, uri);
  else
    uri.opaque = rest;
  if (!good) return Errc::bad_uri;
  return uri;
}

Result<Uri> parse_uri(std::string_view text) {
  const Result<UriView> parts = split_uri(text);
  if (!parts) return parts.error();
  Uri uri;
  if (!parse_params(parts->params, uri.params)) return Errc::bad_uri;
  uri.scheme = text::to_lower(parts->scheme);
  uri.user = parts->user;
  if (parts->password) uri.password.emplace(*parts->password);
  uri.host = parts->host;
  uri.port = parts->port;
  uri.headers = parts->headers;
  uri.opaque = parts->opaque;
  return uri;
}

std::string Uri::write() const {
  std::string out;
  out.reserve(64);
  write_to(out);
  return out;
}

void Uri::write_to(std::string& out) const {
  out.append(scheme).append(1, ':');
  if (!opaque.empty()) {
    out += opaque;
    return;
  }
  out += user;
  if (password) out.append(1, ':').append(*password);
  if (is_sip() && !user.empty()) out += '@';
  write_host(host, out);
  if (port) text::append_unsigned(out.append(1, ':'), *port);
  params.write_to(out);
  if (!headers.empty()) out.append(1, '?').append(headers);
}

bool is_equivalent(const Uri& a, const Uri& b) {
  if (a.scheme != b.scheme || a.opaque != b.opaque || a.port != b.port || !text::iequals(a.host, b.host) ||
      unescape(a.user) != unescape(b.user) || a.password.has_value() != b.password.has_value())
    return false;
  if (a.password && unescape(*a.password) != unescape(*b.password)) return false;
  return have_equal_params(a.params, b.params) && have_equal_params(b.params, a.params) &&
         sorted_headers(a.headers) == sorted_headers(b.headers);
}

}  // namespace cxload::sip
