/// Router: which handler serves a method and path.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "message.hpp"

namespace cxload::standin::web {

struct Context;
using Handler = Reply (*)(Context& context);

/// Who may call.
enum class Access : std::uint8_t {
  open,
  user,    ///< logged in with a SIP user
  portal,  ///< logged in with an e-mail address, or as above
  admin    ///< with the token, at the admin door
};

struct Route {
  std::string_view method;
  std::string_view pattern;  ///< "/api/softphone/button/{id}"; a last "{rest...}" takes what is left
  Access access;
  Handler handler;
};

/// Values of a path's variables, decoded.
using Variables = std::vector<std::pair<std::string_view, std::string>>;

/// Threads: immutable.
class Router {
 public:
  explicit Router(std::span<const Route> routes);

  struct Found {
    const Route* route = nullptr;
    Variables variables = {};
    std::string allowed =
        {};  ///< without a route: the methods that the path has; empty: there is no such path
  };
  /// HEAD finds what GET does.
  [[nodiscard]] Found find(std::string_view method, std::string_view path) const;

 private:
  struct Entry {
    const Route* route;
    std::vector<std::string_view> segments;
  };
  std::unordered_map<std::string_view, std::vector<Entry>> by_first_;  ///< by "/first/second"
};

}  // namespace cxload::standin::web
