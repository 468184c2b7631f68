/// Option tags of Require and Supported (RFC 3261 19.2).
#pragma once
#include <string_view>

#include <cxload/sip/message.hpp>

namespace cxload::sip {

/// `tag` in any field of the list header `id`; any case.
[[nodiscard]] bool has_option(const Message& message, HeaderId id, std::string_view tag);

/// Those of Require that `known` lacks, joined by commas, as Unsupported wants them (RFC 3261 8.2.2.3); empty
/// when there is none.
[[nodiscard]] std::string unknown_options(const Message& request, std::string_view known);

}  // namespace cxload::sip
