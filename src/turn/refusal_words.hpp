/// What the error codes of TURN servers mean (RFC 8656 19, RFC 8489 14.8): a server's own words are not
/// repeated.
#pragma once
#include <cstdint>
#include <string>

namespace cxload::turn {

[[nodiscard]] std::string describe_refusal(std::uint16_t code);

}  // namespace cxload::turn
