/// Reason phrases of status codes (RFC 3261 21 and the registry).
#pragma once
#include <string_view>

namespace cxload::sip {

[[nodiscard]] std::string_view reason_phrase(int status);  ///< of the class when the code is unknown

}  // namespace cxload::sip
