#include "self.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>

namespace cxload::standin {
namespace {

constexpr std::size_t seal_size = 20;
constexpr std::string_view schemes = "utlwx";  // one letter a door, in the order of net::Scheme
constexpr std::string_view hex = "0123456789abcdef";

std::string write_flow(const Flow& flow) {
  std::string token(1, schemes[static_cast<std::size_t>(flow.scheme)]);
  if (flow.is_reliable()) return token + fmt::format("{:x}", static_cast<std::uint64_t>(flow.connection));
  return token + text::to_hex(std::as_bytes(std::span(flow.remote.address.bytes))) +
         fmt::format("{:04x}", flow.remote.port);
}

std::optional<std::uint64_t> parse_hex(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Flow> read_flow(std::string_view token) {
  const std::size_t scheme = token.empty() ? std::string_view::npos : schemes.find(token.front());
  if (scheme == std::string_view::npos) return std::nullopt;
  Flow flow;
  flow.scheme = static_cast<net::Scheme>(scheme);
  token.remove_prefix(1);
  if (flow.is_reliable()) {
    const auto connection = parse_hex(token);
    if (!connection) return std::nullopt;
    flow.connection = static_cast<ConnectionId>(*connection);
    return flow;
  }
  constexpr std::size_t address_digits = 32;
  const auto port =
      token.size() == address_digits + 4 ? parse_hex(token.substr(address_digits)) : std::nullopt;
  if (!port) return std::nullopt;
  for (std::size_t i = 0; i < address_digits / 2; ++i)
    flow.remote.address.bytes[i] =
        static_cast<std::uint8_t>(hex.find(token[2 * i]) << 4 | hex.find(token[2 * i + 1]));
  flow.remote.port = static_cast<std::uint16_t>(*port);
  return flow;
}

/// RFC 7118 5.2: ws stands for both; tls is deprecated in RFC 3261 but what is in use.
std::string_view transport_param(net::Scheme scheme) {
  return scheme == net::Scheme::wss ? "ws" : net::to_string(scheme);
}

}  // namespace

Self::Self(const Config& config, const Wire& wire)
    : config_(config), wire_(wire), secret_(crypto::random_token(32)) {}

bool Self::owns_host(const sip::Uri& uri) const {
  const bool is_name = text::iequals(uri.host, config_.domain) || text::iequals(uri.host, "localhost");
  // A phone on this machine shares our address, but not our ports.
  return (is_name || uri.host == config_.listen) && (!uri.port || is_door(config_.listen, uri.port));
}

bool Self::leads_here(const sip::Uri& contact) const {
  if (!owns_host(contact)) return false;
  if (!contact.port && !net::Address::parse(contact.host)) return true;
  // Without a port an address means 5060, whoever listens there. A phone's UDP port may well have the number
  // of one of our TCP doors.
  const std::string_view transport =
      contact.params.find("transport").value_or(contact.scheme == "sips" ? "tls" : "udp");
  return std::any_of(wire_.doors().begin(), wire_.doors().end(), [&](const auto& door) {
    const bool same_kind = text::iequals(transport, net::to_string(door.first)) ||
                           text::iequals(transport, transport_param(door.first));
    return same_kind && door.second.port == contact.port.value_or(5060);
  });
}

bool Self::is_door(std::string_view host, std::optional<std::uint16_t> port) const {
  if (host != config_.listen) return false;
  return std::any_of(wire_.doors().begin(), wire_.doors().end(),
                     [&](const auto& door) { return door.second.port == port.value_or(5060); });
}

std::string Self::address_of(net::Scheme scheme) const {
  const auto door = wire_.doors().find(scheme);
  return door == wire_.doors().end() ? config_.listen : door->second.to_string();
}

std::string Self::make_via(net::Scheme scheme, std::string_view branch) const {
  const std::string_view rport = net::is_reliable(scheme) ? "" : ";rport";
  return fmt::format("SIP/2.0/{} {};branch={}{}", net::facts(scheme).via, address_of(scheme), branch, rport);
}

std::string Self::seal(std::string_view token) const {
  return crypto::hash_hex(crypto::Hash::sha256, secret_ + std::string(token) + secret_).substr(0, seal_size);
}

std::string Self::make_route(const Flow& flow) const {
  const std::string token = write_flow(flow);
  return fmt::format("<sip:{}-{}@{};transport={};lr>", token, seal(token), address_of(flow.scheme),
                     transport_param(flow.scheme));
}

std::optional<Flow> Self::read_route(const sip::Uri& uri) const {
  const std::size_t dash = uri.user.find('-');
  if (!uri.is_sip() || dash == std::string::npos || !is_door(uri.host, uri.port)) return std::nullopt;
  const std::string token = uri.user.substr(0, dash);
  if (uri.user.substr(dash + 1) != seal(token)) return std::nullopt;
  return read_flow(token);
}

std::string Self::make_contact(net::Scheme scheme, std::string_view user) const {
  return fmt::format("<sip:{}@{};transport={}>", user, address_of(scheme), transport_param(scheme));
}

}  // namespace cxload::standin
