/// What a phone asks over HTTP, and what it is answered: plain values.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cxload/base/clock.hpp>

namespace cxload::net {

/// An http or https URL without its fragment.
struct HttpUrl {
  bool is_secure = true;
  std::string host;  ///< lower case; an IPv6 address without brackets
  std::uint16_t port = 443;
  std::string target = "/";  ///< path and query

  [[nodiscard]] std::string origin() const;  ///< "https://phone.example.com", the port where it is not usual
  [[nodiscard]] std::string authority() const;     ///< of the Host header
  [[nodiscard]] std::string_view path() const;     ///< without the query
  [[nodiscard]] std::string shown_target() const;  ///< a query may hold a token: it is shown as "?…"
  bool operator==(const HttpUrl&) const = default;
};

/// At most 8,000 bytes; no user information, no blanks, ASCII only.
[[nodiscard]] std::optional<HttpUrl> parse_http_url(std::string_view text);
/// RFC 3986 5.2: absolute, //host/path, /path, ?query or a relative path.
[[nodiscard]] std::optional<HttpUrl> resolve_http_url(const HttpUrl& base, std::string_view reference);

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;
/// The first of that name, whatever its case; null when there is none.
[[nodiscard]] const std::string* find_header(const HttpHeaders& headers, std::string_view name);

struct HttpRequest {
  HttpRequest() = default;
  HttpRequest(std::string wanted_method, std::string wanted_url)
      : method(std::move(wanted_method)), url(std::move(wanted_url)) {}

  std::string method = "GET";
  std::string url = "/";  ///< of the client's site, or absolute
  HttpHeaders headers = {};
  std::string body = {};
  std::string content_type = {};
  bool follows_redirects = true;
  std::optional<Duration> timeout = {};  ///< from start to the last byte; none: the site's
};

struct HttpResponse {
  int status = 0;
  std::string reason = {};
  HttpHeaders headers = {};
  std::string body = {};       ///< decoded
  HttpUrl url = {};            ///< what answered, after redirects
  unsigned redirects = 0;      ///< followed to get there
  std::size_t wire_bytes = 0;  ///< of all answers, as received
  TimePoint sent = {};         ///< first byte of the first request
  TimePoint answered = {};     ///< last byte of the last answer

  [[nodiscard]] const std::string* header(std::string_view name) const { return find_header(headers, name); }
  [[nodiscard]] std::string media_type() const;  ///< "application/json": of Content-Type, lower case
};

}  // namespace cxload::net
