/// UriView: a URI taken apart without copying it; Uri and the remote target of a dialog are made from it.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include <cxload/base/result.hpp>

namespace cxload::sip {

/// Views into the text given. `params` begins with its semicolon and is not checked yet: who needs the
/// parameters takes them apart anyway, with parse_params or next_param.
struct UriView {
  std::string_view scheme;  ///< as received
  std::string_view user;    ///< of tel: the number
  std::optional<std::string_view> password;
  std::string_view host;
  std::optional<std::uint16_t> port;
  std::string_view params;
  std::string_view headers;
  std::string_view opaque;
};

/// Errors: Errc::bad_uri.
[[nodiscard]] Result<UriView> split_uri(std::string_view text);

}  // namespace cxload::sip
