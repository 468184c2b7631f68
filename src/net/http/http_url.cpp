#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/net/http_message.hpp>

namespace cxload::net {
namespace {

constexpr std::size_t longest_url = 8000;
constexpr std::string_view secure_scheme = "https://";
constexpr std::string_view plain_scheme = "http://";

bool is_host_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool is_target(std::string_view target) {
  return std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < 0x7F && c != '#'; });
}

std::string_view without_fragment(std::string_view text) { return text.substr(0, text.find('#')); }

/// "host", "host:port", "[v6]:port" into the URL; false: it is none of them.
bool take_authority(std::string_view authority, HttpUrl& url) {
  std::string_view port;
  if (authority.starts_with('[')) {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return false;
    const auto address = Address::parse(authority.substr(1, close - 1));
    if (!address || address->is_v4()) return false;
    url.host = address->to_string();
    port = authority.substr(close + 1);
  } else {
    const std::size_t colon = std::min(authority.find(':'), authority.size());
    url.host = text::to_lower(authority.substr(0, colon));
    port = authority.substr(colon);
    if (url.host.empty() || url.host.size() > 253 ||
        !std::all_of(url.host.begin(), url.host.end(), is_host_char))
      return false;
  }
  if (port.empty() || port == ":") return true;
  const auto number = text::parse_unsigned(port.substr(1));
  if (port.front() != ':' || !number || *number == 0 || *number > 65535) return false;
  url.port = static_cast<std::uint16_t>(*number);
  return true;
}

/// RFC 3986 5.2.4, for paths that begin with a slash.
std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    const bool is_last = path.empty();
    if (segment == "/..") {
      out.erase(std::min(out.rfind('/'), out.size()));
      if (is_last) out += '/';
    } else if (segment == "/.") {
      if (is_last) out += '/';
    } else {
      out += segment;
    }
  }
  return out.empty() ? "/" : out;
}

}  // namespace

std::string HttpUrl::authority() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  const std::string name = is_v6 ? fmt::format("[{}]", host) : host;
  return port == (is_secure ? 443 : 80) ? name : fmt::format("{}:{}", name, port);
}

std::string HttpUrl::origin() const {
  return std::string(is_secure ? secure_scheme : plain_scheme) + authority();
}

std::string_view HttpUrl::path() const { return std::string_view(target).substr(0, target.find('?')); }

std::string HttpUrl::shown_target() const {
  return std::string(path()) + (path().size() < target.size() ? "?…" : "");
}

std::optional<HttpUrl> parse_http_url(std::string_view text) {
  if (text.size() > longest_url) return std::nullopt;
  text = without_fragment(text);
  HttpUrl url;
  url.is_secure = text::istarts_with(text, secure_scheme);
  if (!url.is_secure && !text::istarts_with(text, plain_scheme)) return std::nullopt;
  url.port = url.is_secure ? 443 : 80;
  text.remove_prefix(url.is_secure ? secure_scheme.size() : plain_scheme.size());
  const std::size_t end = std::min(text.find_first_of("/?"), text.size());
  if (!take_authority(text.substr(0, end), url)) return std::nullopt;
  const std::string_view target = text.substr(end);
  if (!is_target(target)) return std::nullopt;
  if (!target.empty()) url.target = (target.front() == '?' ? "/" : "") + std::string(target);
  return url;
}

std::optional<HttpUrl> resolve_http_url(const HttpUrl& base, std::string_view reference) {
  reference = without_fragment(text::trim(reference));
  if (reference.size() > longest_url) return std::nullopt;
  const std::string_view head = reference.substr(0, reference.find_first_of("/?"));
  if (head.find(':') != std::string_view::npos) return parse_http_url(reference);
  if (reference.starts_with("//"))
    return parse_http_url((base.is_secure ? "https:" : "http:") + std::string(reference));
  if (!is_target(reference)) return std::nullopt;
  HttpUrl url = base;
  if (reference.empty()) return url;
  if (reference.front() == '?') {
    url.target = std::string(base.path()) + std::string(reference);
    return url;
  }
  const std::size_t query = std::min(reference.find('?'), reference.size());
  std::string path(reference.substr(0, query));
  if (path.front() != '/') path = std::string(base.path().substr(0, base.path().rfind('/') + 1)) + path;
  url.target = without_dots(path) + std::string(reference.substr(query));
  return url;
}

const std::string* find_header(const HttpHeaders& headers, std::string_view name) {
  for (const auto& [each, value] : headers)
    if (text::iequals(each, name)) return &value;
  return nullptr;
}

std::string HttpResponse::media_type() const {
  const std::string* type = header("Content-Type");
  if (type == nullptr) return {};
  return text::to_lower(text::trim(std::string_view(*type).substr(0, type->find(';'))));
}

}  // namespace cxload::net
