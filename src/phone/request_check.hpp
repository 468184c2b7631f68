/// RequestCheck: what a user agent refuses before it looks at what is asked (RFC 3261 8.2).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <cxload/sip/message.hpp>

namespace cxload::phone {

struct Refusal {
  int status;
  sip::HeaderId header{};  ///< that says why; with an empty `value` there is none
  std::string value = {};
};

/// Of a request outside a dialog that is well formed. `understood`: option tags.
[[nodiscard]] std::optional<Refusal> check_request(const sip::Message& request, std::string_view understood);

/// For what could not be read: the refusal that its sender gets, when it can be answered at all. Never to an
/// ACK.
[[nodiscard]] std::optional<sip::Message> refuse_unreadable(std::string_view bytes);

/// The same for a request that was read, but breaks a rule that every message keeps.
[[nodiscard]] std::optional<sip::Message> refuse_malformed(const sip::Message& request);

}  // namespace cxload::phone
