/// The way back of a response (RFC 3261 18.2, RFC 3581): what a server notes in the top Via, and where that
/// leads.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/sip/message.hpp>

namespace cxload::sip {

/// An address as text, without brackets, and a port.
struct Place {
  std::string host;
  std::uint16_t port = 0;
};

/// Notes where a request came from in its top Via: `received` when sent-by says otherwise, `rport` when it is
/// asked for and `fills_rport`. False: there is no Via that could be read, so nobody can be answered.
bool stamp_via(Message& request, const Place& source, bool fills_rport = true);

/// Where a response with this top Via value goes over UDP (18.2.2), as far as addresses say: `received` or
/// sent-by, with `rport`, the port of sent-by, or 5060. Nothing when it cannot be read.
[[nodiscard]] std::optional<Place> way_back(std::string_view top_via);

}  // namespace cxload::sip
