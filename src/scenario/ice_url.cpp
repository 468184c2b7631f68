#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <cxload/scenario/diagnostics.hpp>
#include <cxload/scenario/ice.hpp>

namespace cxload::scenario {
namespace {

constexpr auto schemes = std::to_array<std::string_view>({"stun", "turn", "turns"});
constexpr std::uint16_t plain_port = 3478, tls_port = 5349;
constexpr std::string_view transport_key = "transport=";

ValueError fault(std::size_t at, std::string what) { return {at, std::move(what)}; }

/// What stands behind the question mark; `at` is its offset.
Value<net::Scheme> parse_transport(std::string_view scheme, std::string_view query, std::size_t at) {
  if (!query.starts_with(transport_key) || scheme == "stun")
    return fault(at, "only turn and turns have a query: ?transport=udp or ?transport=tcp");
  const std::string_view word = query.substr(transport_key.size());
  const std::size_t word_at = at + transport_key.size();
  if (word == "tcp") return scheme == "turns" ? net::Scheme::tls : net::Scheme::tcp;
  if (word != "udp") return fault(word_at, fmt::format("\"{}\" is neither udp nor tcp", word));
  if (scheme == "turns")
    return fault(word_at, "turns goes over TCP here; DTLS to a TURN server is not spoken");
  return net::Scheme::udp;
}

}  // namespace

std::string IceUrl::to_text() const {
  const std::string door_text = door.to_text();
  const std::string_view place = std::string_view(door_text).substr(door_text.find("://") + 3);
  if (!relays) return fmt::format("stun:{}", place);
  if (door.scheme == net::Scheme::tls) return fmt::format("turns:{}", place);
  return fmt::format("turn:{}{}", place, door.scheme == net::Scheme::tcp ? "?transport=tcp" : "");
}

Value<IceUrl> parse_ice_url(std::string_view url) {
  const std::size_t colon = url.find(':');
  const std::string_view scheme = url.substr(0, colon);
  if (scheme == "stuns")
    return fault(0, "stuns tells an address of a TLS connection, which is of no use to media; write stun");
  if (colon == std::string_view::npos || std::ranges::find(schemes, scheme) == schemes.end())
    return fault(0, fmt::format("\"{}\" is not a STUN or TURN server (turn:turn.example.com){}", url,
                                hint(scheme, {schemes.begin(), schemes.end()})));
  const std::size_t begin = colon + 1;
  if (url.substr(begin).starts_with("//"))
    return fault(begin, fmt::format("no // belongs behind {}: (RFC 7065)", scheme));
  const std::size_t query = std::min(url.find('?'), url.size());
  IceUrl server{scheme != "stun", {}};
  // A door's authority is the same.
  constexpr std::string_view as_door = "udp://";
  const auto door = parse_door(std::string(as_door).append(url.substr(begin, query - begin)));
  if (!door)
    return fault(std::max(door.error().at, as_door.size()) - as_door.size() + begin, door.error().what);
  server.door = *door;
  server.door.scheme = scheme == "turns" ? net::Scheme::tls : net::Scheme::udp;
  if (!server.door.has_port) server.door.port = scheme == "turns" ? tls_port : plain_port;
  server.door.has_port = true;  // browsers ask for addresses only, not for services
  if (query == url.size()) return server;
  const auto transport = parse_transport(scheme, url.substr(query + 1), query + 1);
  if (!transport) return transport.error();
  server.door.scheme = *transport;
  return server;
}

}  // namespace cxload::scenario
