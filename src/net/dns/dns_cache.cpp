#include "dns_cache.hpp"

#include <algorithm>

namespace cxload::net {
namespace {

/// By one, each family in its own place: RFC 6724 has ordered the families, the server what is alike.
void turn(Addresses& addresses) {
  auto begin = addresses.begin();
  while (begin != addresses.end()) {
    const auto end =
        std::find_if(begin, addresses.end(), [&](const Address& a) { return a.is_v4() != begin->is_v4(); });
    std::rotate(begin, begin + 1, end);
    begin = end;
  }
}

std::optional<Duration> keeping_time(const DnsQuestion& question, const DnsAnswer& answer, Duration ttl) {
  if (answer) return std::clamp(ttl, DnsCache::shortest, DnsCache::longest);
  const bool is_absent = answer.error().kind == "dns.not_found";
  if (is_absent && question.kind != DnsQuestion::Kind::addresses) return DnsCache::absence;
  return std::nullopt;
}

}  // namespace

std::optional<DnsAnswer> DnsCache::find(const DnsQuestion& question, TimePoint now) {
  const auto found = entries_.find(question);
  if (found == entries_.end()) return std::nullopt;
  Entry& entry = found->second;
  if (entry.until <= now) {
    entries_.erase(found);
    return std::nullopt;
  }
  if (entry.answer)
    if (auto* addresses = std::get_if<Addresses>(&*entry.answer)) turn(*addresses);
  return entry.answer;
}

void DnsCache::put(const DnsQuestion& question, const DnsAnswer& answer, Duration ttl, TimePoint now) {
  const auto time = keeping_time(question, answer, ttl);
  if (!time) return;
  if (entries_.size() >= most_entries) make_room(now);
  entries_.insert_or_assign(question, Entry{answer, now + *time});
}

void DnsCache::make_room(TimePoint now) {
  std::erase_if(entries_, [now](const auto& entry) { return entry.second.until <= now; });
  if (entries_.size() < most_entries) return;
  entries_.erase(std::min_element(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
    return a.second.until < b.second.until;
  }));
}

}  // namespace cxload::net
