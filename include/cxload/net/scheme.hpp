/// Scheme: the ways SIP is carried, as URLs name them, and what is true of each.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

// One line a transport: name of the scheme · in Via (RFC 3261 20.42, RFC 7118 5.1) · transport parameter of a
// Contact, where browsers write `ws` for both (F-62, RFC 7118 5.2) · port without one in the URL · what it is
// · NAPTR service and owner of the SRV records (RFC 3263 4.1, RFC 7118 5.5) · make_X_link in src/net/.
#define CXLOAD_TRANSPORTS(X)                                                           \
  X(udp, "UDP", "", 5060, SchemeTrait::datagrams, "SIP+D2U", "_sip._udp.", udp)        \
  X(tcp, "TCP", "tcp", 5060, SchemeTrait::stream, "SIP+D2T", "_sip._tcp.", sip_stream) \
  X(tls, "TLS", "tls", 5061, SchemeTrait::tls, "SIPS+D2T", "_sips._tcp.", sip_stream)  \
  X(ws, "WS", "ws", 80, SchemeTrait::websocket, "SIP+D2W", "_sip._ws.", websocket)     \
  X(wss, "WSS", "ws", 443, SchemeTrait::tls_websocket, "SIPS+D2W", "_sips._ws.", websocket)

namespace cxload::net {

enum class Scheme {
#define X(name, ...) name,
  CXLOAD_TRANSPORTS(X)
#undef X
};

enum class SchemeTrait : std::uint8_t { datagrams, stream, tls, websocket, tls_websocket };

struct SchemeFacts {
  Scheme scheme;
  std::string_view name, via, contact_parameter;
  std::uint16_t default_port;
  SchemeTrait trait;
  std::string_view naptr_service, srv_prefix;
};

[[nodiscard]] std::span<const SchemeFacts> schemes();  ///< in the order of the enumeration
[[nodiscard]] const SchemeFacts& facts(Scheme scheme);
[[nodiscard]] std::optional<Scheme> parse_scheme(std::string_view word);  ///< as in a URL, lower case

[[nodiscard]] inline std::string_view to_string(Scheme scheme) { return facts(scheme).name; }
[[nodiscard]] inline bool is_reliable(Scheme scheme) { return facts(scheme).trait != SchemeTrait::datagrams; }
[[nodiscard]] inline bool is_encrypted(Scheme scheme) {
  return facts(scheme).trait == SchemeTrait::tls || facts(scheme).trait == SchemeTrait::tls_websocket;
}
[[nodiscard]] inline bool is_websocket(Scheme scheme) {
  return facts(scheme).trait == SchemeTrait::websocket || facts(scheme).trait == SchemeTrait::tls_websocket;
}

}  // namespace cxload::net
