#include "http_ladder.hpp"

#include <fmt/format.h>

#include <cxload/base/text.hpp>

namespace cxload::phone {

std::string http_request_line(std::string_view method, std::string_view target, std::size_t body) {
  const std::string size = body > 0 ? fmt::format(" ({} bytes)", body) : std::string();
  return fmt::format("{} {}{} HTTP/1.1", text::printable(method, 20), text::printable(target, 300), size);
}

std::string http_status_line(const net::HttpResponse& response) {
  return fmt::format("HTTP/1.1 {} {} ({} bytes)", response.status, text::printable(response.reason, 80),
                     response.wire_bytes);
}

}  // namespace cxload::phone
