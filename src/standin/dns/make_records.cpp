#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "responder.hpp"

namespace cxload::standin::dns {
namespace {

struct Service {
  net::Scheme scheme;
  std::string_view naptr, prefix;
};
/// In the order of preference: RFC 3263 4.1 wants the safe ones first.
constexpr std::array<Service, 5> services{{{net::Scheme::tls, "SIPS+D2T", "_sips._tcp"},
                                           {net::Scheme::wss, "SIPS+D2W", "_sips._ws"},
                                           {net::Scheme::tcp, "SIP+D2T", "_sip._tcp"},
                                           {net::Scheme::ws, "SIP+D2W", "_sip._ws"},
                                           {net::Scheme::udp, "SIP+D2U", "_sip._udp"}}};

/// {udp} and its kin become the doors' ports.
std::string with_ports(std::string line, const std::map<net::Scheme, net::Endpoint>& doors) {
  for (const Service& service : services) {
    const std::string mark = fmt::format("{{{}}}", net::to_string(service.scheme));
    const auto door = doors.find(service.scheme);
    const std::string port = std::to_string(door == doors.end() ? 1 : door->second.port);
    for (std::size_t at = line.find(mark); at != std::string::npos; at = line.find(mark))
      line.replace(at, mark.size(), port);
  }
  return line;
}

std::vector<std::string> made_lines(const Config& config, const std::map<net::Scheme, net::Endpoint>& doors) {
  const bool is_v6 = config.listen.find(':') != std::string::npos;
  std::vector<std::string> lines{fmt::format("{} {} {}", config.domain, is_v6 ? "AAAA" : "A", config.listen)};
  int order = 0;
  for (const Service& service : services) {
    const auto door = doors.find(service.scheme);
    if (door == doors.end()) continue;
    lines.push_back(fmt::format("{0} NAPTR {1} 50 \"s\" \"{2}\" \"\" {3}.{0}", config.domain, order += 10,
                                service.naptr, service.prefix));
    lines.push_back(
        fmt::format("{}.{} SRV 10 0 {} {}", service.prefix, config.domain, door->second.port, config.domain));
  }
  return lines;
}

}  // namespace

Outcome<std::vector<Record>> make_records(const Config& config,
                                          const std::map<net::Scheme, net::Endpoint>& doors) {
  std::vector<Record> own, all;
  for (const std::string& line : config.dns->records) {
    Outcome<Record> record = parse_record(with_ports(line, doors));
    if (!record) return record.error();
    own.push_back(std::move(*record));
  }
  // A domain that is an address has no records; those who asked for `dns` brought their own then.
  for (const std::string& line : made_lines(config, doors)) {
    Outcome<Record> record = parse_record(line);
    if (!record) return record.error();
    const bool is_replaced = std::any_of(own.begin(), own.end(), [&](const Record& other) {
      return other.owner == record->owner && other.type == record->type;
    });
    if (!is_replaced) all.push_back(std::move(*record));
  }
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

}  // namespace cxload::standin::dns

namespace cxload::standin {

std::optional<std::string> record_fault(std::string_view line) {
  const Outcome<dns::Record> record = dns::parse_record(dns::with_ports(std::string(line), {}));
  if (record) return std::nullopt;
  return record.error().detail;
}

}  // namespace cxload::standin
