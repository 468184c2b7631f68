/// Replaces: the dialog that an INVITE wants to take the place of (RFC 3891 6.1).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <cxload/sip/dialog.hpp>

namespace cxload::sip {

struct Replaces {
  DialogId dialog;  ///< as its receiver knows it: `to-tag` is the local one
  bool early_only = false;
};

/// A header value. Nothing unless it holds a Call-ID and each tag exactly once.
[[nodiscard]] std::optional<Replaces> parse_replaces(std::string_view value);

/// The value of the one Replaces header that a URI carries (`?Replaces=…`, RFC 3891 6.1), unescaped; nothing
/// when there is none, when there are several, or when it could not stand in one line.
[[nodiscard]] std::optional<std::string> replaces_of_uri(std::string_view uri_headers);

}  // namespace cxload::sip
