/// NameAddr: the value of From, To, Contact, Route and their like (RFC 3261 20.10).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <cxload/base/result.hpp>
#include <cxload/sip/params.hpp>
#include <cxload/sip/uri.hpp>

namespace cxload::sip {

/// Threads: none; a value type.
struct NameAddr {
  std::string display;  ///< without quotes
  Uri uri;
  Params params;  ///< of the header, behind the address

  [[nodiscard]] std::optional<std::string_view> tag() const { return params.find("tag"); }
  [[nodiscard]] std::string write() const;  ///< always with <>, the display name quoted
};

/// One element of such a header. Without <>, what follows a semicolon belongs to the header, and `?` and `,`
/// are wrong (RFC 3261 20). `Contact: *` is no address; its reader looks for it first.
/// Errors: Errc::bad_name_addr, Errc::bad_uri.
[[nodiscard]] Result<NameAddr> parse_name_addr(std::string_view text);

/// The tag alone, without parsing the rest: for From and To of each message.
[[nodiscard]] inline std::optional<std::string_view> tag_of(std::string_view value) {
  return header_param(value, "tag");
}

}  // namespace cxload::sip
