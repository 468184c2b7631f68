/// A request as bytes: HTTP/1.1, the headers a browser's fetch would send.
#pragma once
#include <string>
#include <string_view>

#include <cxload/net/http_client.hpp>

namespace cxload::net {

/// What a request carries beside what its sender wrote.
struct HttpSessionHeaders {
  std::string_view user_agent, cookies, bearer;  ///< empty: none
};

/// What is wrong with it, in one sentence; nothing: it can be written.
[[nodiscard]] std::optional<std::string> request_fault(const HttpRequest& request);
[[nodiscard]] std::string write_request(const HttpRequest& request, const HttpUrl& url,
                                        const HttpSessionHeaders& session);

}  // namespace cxload::net
