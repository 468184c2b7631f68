/// What c-ares hands over, as records of ours.
#pragma once
#include <chrono>
#include <span>

#include <cxload/net/dns.hpp>

struct ares_addrinfo;

namespace cxload::net {

struct DnsReply {
  DnsAnswer answer;
  Duration ttl{};  ///< the shortest among the records
};

/// `status` is ARES_…; `found` may be null.
[[nodiscard]] DnsReply read_addresses(const DnsQuestion& question, int status, const ares_addrinfo* found);
/// A whole DNS message that answers an SRV or NAPTR question; empty when there was none.
[[nodiscard]] DnsReply read_records(const DnsQuestion& question, int status,
                                    std::span<const unsigned char> message);
[[nodiscard]] Failure dns_failure(const DnsQuestion& question, int status);

}  // namespace cxload::net
