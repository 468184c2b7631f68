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

/// `home`: the name that the domain leads to, or the domain.
std::vector<std::string> made_lines(const Config& config, const std::map<net::Scheme, net::Endpoint>& doors,
                                    const std::string& home) {
  const bool is_v6 = config.listen.find(':') != std::string::npos;
  std::vector<std::string> lines;
  if (home == config.domain)
    lines.push_back(fmt::format("{} {} {}", home, is_v6 ? "AAAA" : "A", config.listen));
  int order = 0;
  for (const Service& service : services) {
    const auto door = doors.find(service.scheme);
    if (door == doors.end()) continue;
    lines.push_back(fmt::format("{} NAPTR {} 50 \"s\" \"{}\" \"\" {}.{}", home, order += 10, service.naptr,
                                service.prefix, config.domain));
    lines.push_back(
        fmt::format("{}.{} SRV 10 0 {} {}", service.prefix, config.domain, door->second.port, config.domain));
  }
  return lines;
}

using Records = std::vector<Record>;

Outcome<Records> parse_all(const std::vector<std::string>& lines) {
  Records records;
  for (const std::string& line : lines) {
    Outcome<Record> record = parse_record(line);
    if (!record) return record.error();
    records.push_back(std::move(*record));
  }
  return records;
}

/// Of the same name and type; an alias stands alone.
bool is_replaced(const Record& record, const Records& own) {
  return std::any_of(own.begin(), own.end(), [&](const Record& other) {
    return other.owner == record.owner && (other.type == record.type || record.type == Type::cname);
  });
}

std::string home_of(const std::string& domain, const Records& zone) {
  const auto alias = std::find_if(zone.begin(), zone.end(), [&](const Record& record) {
    return record.type == Type::cname && record.owner == canonical_name(domain);
  });
  return alias == zone.end() ? domain : alias->target;
}

}  // namespace

Outcome<Records> make_records(const Config& config, const std::map<net::Scheme, net::Endpoint>& doors,
                              const std::vector<std::string>& zone) {
  std::vector<std::string> own_lines;
  for (const std::string& line : config.dns->records) own_lines.push_back(with_ports(line, doors));
  const Outcome<Records> own = parse_all(own_lines);
  if (!own) return own.error();
  Outcome<Records> all = parse_all(zone);
  if (!all) return all.error();
  std::erase_if(*all, [&](const Record& record) { return is_replaced(record, *own); });
  // A domain that is an address has no records; those who asked for `dns` brought their own then.
  const Outcome<Records> made = parse_all(made_lines(config, doors, home_of(config.domain, *all)));
  if (!made) return made.error();
  for (const Record& record : *made)
    if (!is_replaced(record, *own)) all->push_back(record);
  all->insert(all->end(), own->begin(), own->end());
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
