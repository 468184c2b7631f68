/// How an exchange with the portal looks in a ladder: method, path, status, size; no header, no body.
#pragma once
#include <string>
#include <string_view>

#include <cxload/net/http_message.hpp>

namespace cxload::phone {

[[nodiscard]] std::string http_request_line(std::string_view method, std::string_view target,
                                            std::size_t body);
[[nodiscard]] std::string http_status_line(const net::HttpResponse& response);

}  // namespace cxload::phone
