/// UTF-8 validity, as WebSocket text frames need it.
#pragma once
#include <string_view>

namespace cxload::net {

[[nodiscard]] bool is_utf8(std::string_view text);  ///< RFC 3629: no overlong forms, no surrogates

}  // namespace cxload::net
