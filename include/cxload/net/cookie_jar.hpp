/// CookieJar: the cookies of one browser session (RFC 6265, as far as a session needs it).
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/net/http_message.hpp>

namespace cxload::net {

/// "Sun, 06 Nov 1994 08:49:37 GMT" and what else servers write (RFC 6265 5.1.1).
[[nodiscard]] std::optional<WallTime> parse_cookie_date(std::string_view text);

/// A machine: no I/O, no clock. Bounded: 50 cookies of 4 KiB; the oldest goes first.
class CookieJar {
 public:
  /// One Set-Cookie of an answer from `url`; what breaks the rules is ignored, as browsers do.
  void take(std::string_view set_cookie, const HttpUrl& url, WallTime now);
  /// Value of the Cookie header; empty: none is sent.
  [[nodiscard]] std::string header_for(const HttpUrl& url, WallTime now) const;
  [[nodiscard]] std::size_t size() const { return cookies_.size(); }
  [[nodiscard]] std::vector<std::string_view> values() const;  ///< for who hides them
  void clear() { cookies_.clear(); }

 private:
  struct Cookie {
    std::string name, value, domain, path;
    bool only_host = true, only_secure = false;
    WallTime expires = WallTime::max();
  };
  [[nodiscard]] static bool belongs_to(const Cookie& cookie, const HttpUrl& url);
  void forget(const Cookie& like);

  std::vector<Cookie> cookies_;  ///< oldest first
};

}  // namespace cxload::net
