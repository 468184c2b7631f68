#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/deployment.hpp>
#include <cxload/scenario/diagnostics.hpp>

namespace cxload::scenario {
namespace {

std::vector<std::string_view> scheme_words() {
  std::vector<std::string_view> words;
  for (const net::SchemeFacts& each : net::schemes()) words.push_back(each.name);
  return words;
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_';
  });
}

bool is_path(std::string_view path) {
  return std::all_of(path.begin(), path.end(), [](char c) { return c > ' ' && c < 0x7F && c != '#'; });
}

/// A query may hold a token.
std::string shown_path(std::string_view path) {
  const std::size_t query = path.find('?');
  return query == std::string_view::npos ? std::string(path) : std::string(path.substr(0, query)) + "?…";
}

ValueError fault(std::size_t at, std::string what) { return {at, std::move(what)}; }

/// `host`, `host:port`, `[v6]`, `[v6]:port`; `at` is its offset in the URL, for faults.
Value<DoorUrl> parse_authority(std::string_view text, std::size_t at, DoorUrl door) {
  std::string_view rest;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    const std::string_view literal = text.substr(1, close == std::string_view::npos ? close : close - 1);
    const auto address = net::Address::parse(literal);
    if (close == std::string_view::npos || !address || address->is_v4())
      return fault(at, fmt::format("\"{}\" is not an IPv6 address in brackets", text));
    door.host = std::string(literal);
    rest = text.substr(close + 1);
  } else {
    const std::size_t colon = text.find(':');
    door.host = std::string(text.substr(0, colon));
    if (!is_host(door.host)) return fault(at, fmt::format("\"{}\" is not a host name or address", door.host));
    rest = colon == std::string_view::npos ? "" : text.substr(colon);
  }
  if (rest.empty()) return door;
  const auto port = text::parse_unsigned(rest.substr(1));
  if (rest.front() != ':' || !port || *port == 0 || *port > 65535)
    return fault(at + text.size() - rest.size(), fmt::format("\"{}\" is not a port", rest.substr(1)));
  door.port = static_cast<std::uint16_t>(*port);
  door.has_port = true;
  return door;
}

}  // namespace

std::string DoorUrl::to_text() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}{}", net::to_string(scheme), is_v6 ? "[" : "", host, is_v6 ? "]" : "",
                     port, net::is_websocket(scheme) && path != "/" ? shown_path(path) : "");
}

Value<DoorUrl> parse_door(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos)
    return fault(0, fmt::format("\"{}\" is not a URL (wss://sip.example.com)", url));
  const auto scheme = net::parse_scheme(url.substr(0, colon));
  if (!scheme)
    return fault(0, fmt::format("\"{}\" is not a way to carry SIP{}", url.substr(0, colon),
                                hint(url.substr(0, colon), scheme_words())));
  DoorUrl door;
  door.scheme = *scheme;
  door.port = net::facts(*scheme).default_port;
  const std::string_view rest = url.substr(colon + 3);
  const std::size_t slash = std::min(rest.find_first_of("/?"), rest.size());
  if (slash < rest.size()) door.path = (rest[slash] == '?' ? "/" : "") + std::string(rest.substr(slash));
  if (rest.substr(0, slash).find('@') != std::string_view::npos)
    return fault(colon + 3, "a door has no user or password; accounts have them");
  const std::size_t path_at = colon + 3 + slash;
  if (!is_path(door.path)) return fault(path_at, "a path has no blanks, no # and no control characters");
  if (door.path != "/" && !net::is_websocket(door.scheme))
    return fault(path_at, "only ws and wss doors have a path");
  return parse_authority(rest.substr(0, slash), colon + 3, std::move(door));
}

std::optional<net::Address> Deployment::known_address(const std::string& host) const {
  const auto resolved = resolve.find(host);
  if (resolved != resolve.end()) return net::Address::parse(resolved->second);
  if (text::iequals(host, "localhost")) return net::Address::loopback();
  return net::Address::parse(host);
}

bool Deployment::is_foreign(const std::string& host) const {
  const auto address = known_address(host);
  return !address || !address->is_loopback();
}

std::optional<std::string> refusal(const Deployment& deployment, const net::Address& address) {
  if (address.is_loopback() || address.is_private() || !deployment.consent.empty()) return std::nullopt;
  return fmt::format("{} is neither loopback nor private; say in `deployment.consent` who agreed to the load",
                     address.to_string());
}

std::optional<std::string> unexpected(const Deployment& deployment, const net::Address& address) {
  const auto& expected = deployment.expect_addresses;
  const auto is_named = [&](const net::AddressRange& range) { return range.contains(address); };
  if (expected.empty() || std::any_of(expected.begin(), expected.end(), is_named)) return std::nullopt;
  return fmt::format("{} is not among the `expect_addresses` of the deployment", address.to_string());
}

}  // namespace cxload::scenario
