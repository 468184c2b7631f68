/// NameAddrView: an address with display name and parameters, taken apart without copying it.
#pragma once
#include <string_view>

#include <cxload/base/result.hpp>

namespace cxload::sip {

/// Views into the text given; neither the URI nor the parameters are checked yet.
struct NameAddrView {
  std::string_view display;  ///< with its quotes
  std::string_view uri;
  std::string_view params;  ///< begins with its semicolon
};

/// Errors: Errc::bad_name_addr.
[[nodiscard]] Result<NameAddrView> split_name_addr(std::string_view text);

}  // namespace cxload::sip
