/// Content codings of HTTP answers, by zlib (RFC 9110 8.4.1).
#pragma once
#include <string>
#include <string_view>

#include <cxload/base/result.hpp>

namespace cxload::net {

/// What a request says it can unpack.
inline constexpr std::string_view accepted_codings = "gzip, deflate";

/// `body` as it was before `coding` (gzip, x-gzip, deflate, identity or empty). Failure: http.bomb beyond
/// `most` bytes, http.bad_response for another coding or broken data.
[[nodiscard]] Outcome<std::string> unpack(std::string_view body, std::string_view coding, std::size_t most);

}  // namespace cxload::net
