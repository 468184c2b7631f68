/// DnsCache: answers as long as they may be kept. A machine: no I/O, no clock.
#pragma once
#include <map>

#include <cxload/net/dns.hpp>

namespace cxload::net {

/// Threads: none; call from the owner.
class DnsCache {
 public:
  static constexpr std::size_t most_entries = 1024;
  /// A TTL of zero still covers the phones that connect in the same second.
  static constexpr Duration shortest = std::chrono::seconds(1), longest = std::chrono::hours(1);
  /// "No SRV, no NAPTR" is the usual answer and asked by every phone. That a host is not there is not kept:
  /// it may be there at the next attempt.
  static constexpr Duration absence = std::chrono::seconds(30);

  [[nodiscard]] std::optional<DnsAnswer> find(const DnsQuestion& question, TimePoint now);
  void put(const DnsQuestion& question, const DnsAnswer& answer, Duration ttl, TimePoint now);
  void clear() { entries_.clear(); }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    DnsAnswer answer;
    TimePoint until;
  };
  void make_room(TimePoint now);

  std::map<DnsQuestion, Entry> entries_;
};

}  // namespace cxload::net
