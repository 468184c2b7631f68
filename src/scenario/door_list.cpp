// Lists of doors, and name servers.
#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/deployment.hpp>

namespace cxload::scenario {
namespace {

constexpr std::size_t most_doors = 8;
constexpr std::uint16_t dns_port = 53;

ValueError fault(std::size_t at, std::string what) { return {at, std::move(what)}; }

/// Blanks around an item do not belong to it.
std::string_view trimmed(std::string_view list, std::size_t& at, std::size_t end) {
  while (at < end && list[at] == ' ') ++at;
  while (end > at && list[end - 1] == ' ') --end;
  return list.substr(at, end - at);
}

}  // namespace

Value<std::vector<DoorUrl>> parse_doors(std::string_view list) {
  std::vector<DoorUrl> doors;
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t end = std::min(list.find(',', at), list.size());
    const std::size_t next = end + 1;
    const std::string_view item = trimmed(list, at, end);
    if (item.empty() && (end < list.size() || !doors.empty())) return fault(at, "a door is missing here");
    Value<DoorUrl> door = parse_door(item);
    if (!door) return fault(at + door.error().at, door.error().what);
    if (!doors.empty() && door->scheme != doors.front().scheme)
      return fault(at, fmt::format("the doors of a list have one scheme: the first is {}, this one {}",
                                   net::to_string(doors.front().scheme), net::to_string(door->scheme)));
    if (std::any_of(doors.begin(), doors.end(), [&](const DoorUrl& other) {
          return other.to_text() == door->to_text() && other.path == door->path;
        }))
      return fault(at, fmt::format("{} is in the list already", item));
    if (!doors.empty() && !net::is_reliable(door->scheme))
      return fault(
          at, "over udp there is no connection that could fail; several servers are a matter of SRV records");
    if (doors.size() == most_doors) return fault(at, fmt::format("a list has at most {} doors", most_doors));
    doors.push_back(std::move(*door));
    at = next;
  }
  return doors;
}

Value<net::Endpoint> parse_name_server(std::string_view text) {
  if (const auto alone = net::Address::parse(text)) return net::Endpoint{*alone, dns_port};
  std::string_view host = text.substr(0, text.find(':'));
  std::size_t port_at = host.size();
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    host = close == std::string_view::npos ? "" : text.substr(1, close - 1);
    port_at = close == std::string_view::npos ? text.size() : close + 1;
  }
  const auto address = net::Address::parse(host);
  if (!address || address->is_v4() == text.starts_with('['))
    return fault(0, fmt::format("\"{}\" is not the address of a name server (192.0.2.1, 127.0.0.1:5353, "
                                "[2001:db8::1]:53)",
                                text));
  if (port_at == text.size()) return net::Endpoint{*address, dns_port};
  const auto port = text::parse_unsigned(text.substr(port_at + 1));
  if (text[port_at] != ':' || !port || *port == 0 || *port > 65535)
    return fault(port_at, fmt::format("\"{}\" is not a port", text.substr(port_at + 1)));
  return net::Endpoint{*address, static_cast<std::uint16_t>(*port)};
}

}  // namespace cxload::scenario
