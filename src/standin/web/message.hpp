/// Request and Reply: one exchange of HTTP, free of sockets and of Beast.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/net/endpoint.hpp>

namespace cxload::standin::web {

using Headers = std::vector<std::pair<std::string, std::string>>;
/// Of a name without regard to case; the first one.
[[nodiscard]] std::optional<std::string_view> find_header(const Headers& headers, std::string_view name);

struct Request {
  std::string method;  ///< as sent: methods have a case
  std::string target;  ///< path and query, as sent
  Headers headers;
  std::string body;
  net::Endpoint remote;

  [[nodiscard]] std::string_view path() const;
  /// One value of the query, decoded.
  [[nodiscard]] std::optional<std::string> query(std::string_view name) const;
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const {
    return find_header(headers, name);
  }
  [[nodiscard]] std::optional<std::string> cookie(std::string_view name) const;
  [[nodiscard]] std::string host() const;  ///< lower case, without the port; empty: none
};

/// Content-Length and the manners of the connection are the door's.
struct Reply {
  int status = 200;
  Headers headers = {};
  std::string body = {};
  Duration delay = {};  ///< before it goes out

  void set(std::string_view name, std::string value);
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const {
    return find_header(headers, name);
  }
};

/// What stands behind a door.
using Serve = std::function<Reply(const Request& request)>;

/// %41 and, in a query, + resolved; nothing when an escape is broken, or what comes of it is no
/// text.
[[nodiscard]] std::optional<std::string> unescape(std::string_view text, bool plus_is_space = false);

}  // namespace cxload::standin::web
