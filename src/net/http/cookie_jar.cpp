#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/net/cookie_jar.hpp>
#include <cxload/net/endpoint.hpp>

namespace cxload::net {
namespace {

constexpr std::size_t most_cookies = 50;
constexpr std::size_t longest_cookie = 4096;

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7F; });
}

/// RFC 6265 5.1.3.
bool domain_matches(std::string_view host, std::string_view domain) {
  if (host == domain) return true;
  return host.size() > domain.size() && host.ends_with(domain) &&
         host[host.size() - domain.size() - 1] == '.' && !Address::parse(host);
}

/// RFC 6265 5.1.4.
bool path_matches(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return false;
  return path.size() == prefix.size() || prefix.ends_with('/') || path[prefix.size()] == '/';
}

std::string default_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string_view::npos ? "/" : std::string(path.substr(0, slash));
}

/// Max-Age; what does not fit is far away.
std::optional<WallTime> after_seconds(std::string_view text, WallTime now) {
  const bool is_negative = text.starts_with('-');
  const std::string_view digits = text.substr(is_negative ? 1 : 0);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  if (is_negative || digits.find_first_not_of('0') == std::string_view::npos) return WallTime::min();
  constexpr std::uint64_t ten_years = 3650ULL * 86'400;
  const auto seconds = std::min(text::parse_unsigned(digits).value_or(ten_years), ten_years);
  return now + std::chrono::seconds(seconds);
}

}  // namespace

bool CookieJar::belongs_to(const Cookie& cookie, const HttpUrl& url) {
  if (cookie.only_secure && !url.is_secure) return false;
  const bool host_fits =
      cookie.only_host ? cookie.domain == url.host : domain_matches(url.host, cookie.domain);
  return host_fits && path_matches(url.path(), cookie.path);
}

void CookieJar::forget(const Cookie& like) {
  std::erase_if(cookies_, [&](const Cookie& each) {
    return each.name == like.name && each.domain == like.domain && each.path == like.path;
  });
}

void CookieJar::take(std::string_view set_cookie, const HttpUrl& url, WallTime now) {
  if (set_cookie.size() > longest_cookie || has_control(set_cookie)) return;
  const std::vector<std::string_view> parts = text::split(set_cookie, ';');
  const std::size_t equals = parts.front().find('=');
  if (equals == std::string_view::npos || equals == 0) return;
  Cookie cookie;
  cookie.name = std::string(text::trim(parts.front().substr(0, equals)));
  cookie.value = std::string(text::trim(parts.front().substr(equals + 1)));
  cookie.domain = url.host;
  cookie.path = default_path(url.path());
  std::optional<WallTime> max_age, expires;
  for (auto part = parts.begin() + 1; part != parts.end(); ++part) {
    const std::size_t at = std::min(part->find('='), part->size());
    const std::string_view key = text::trim(part->substr(0, at));
    const std::string_view value = at < part->size() ? text::trim(part->substr(at + 1)) : std::string_view();
    if (text::iequals(key, "secure")) cookie.only_secure = true;
    if (text::iequals(key, "max-age")) max_age = after_seconds(value, now);
    if (text::iequals(key, "expires")) expires = parse_cookie_date(value);
    if (text::iequals(key, "path") && value.starts_with('/')) cookie.path = std::string(value);
    if (text::iequals(key, "domain") && !value.empty()) {
      cookie.domain = text::to_lower(value.substr(value.front() == '.' ? 1 : 0));
      cookie.only_host = cookie.domain == url.host && Address::parse(url.host).has_value();
    }
  }
  if (!domain_matches(url.host, cookie.domain)) return;
  // A domain without a dot is everybody's; the whole list of such suffixes is for browsers that go
  // everywhere.
  if (!cookie.only_host && cookie.domain != url.host && cookie.domain.find('.') == std::string::npos) return;
  if (cookie.only_secure && !url.is_secure) return;
  const bool is_host_cookie = cookie.name.starts_with("__Host-");
  if ((is_host_cookie || cookie.name.starts_with("__Secure-")) && !cookie.only_secure) return;
  if (is_host_cookie && (!cookie.only_host || cookie.path != "/")) return;
  cookie.expires = max_age ? *max_age : expires.value_or(WallTime::max());
  forget(cookie);
  if (cookie.expires <= now) return;
  if (cookies_.size() >= most_cookies) cookies_.erase(cookies_.begin());
  cookies_.push_back(std::move(cookie));
}

std::string CookieJar::header_for(const HttpUrl& url, WallTime now) const {
  std::vector<const Cookie*> sent;
  for (const Cookie& cookie : cookies_)
    if (cookie.expires > now && belongs_to(cookie, url)) sent.push_back(&cookie);
  // RFC 6265 5.4: longer paths first, then the older one.
  std::ranges::stable_sort(sent, std::greater<>(), [](const Cookie* each) { return each->path.size(); });
  std::string header;
  for (const Cookie* cookie : sent) {
    if (!header.empty()) header += "; ";
    header.append(cookie->name).append("=").append(cookie->value);
  }
  return header;
}

std::vector<std::string_view> CookieJar::values() const {
  std::vector<std::string_view> values;
  values.reserve(cookies_.size());
  for (const Cookie& cookie : cookies_) values.emplace_back(cookie.value);
  return values;
}

}  // namespace cxload::net
