/// Dns: names looked up without stopping the loop, on the shard's own sockets and timers. One object a shard.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/random.hpp>
#include <cxload/base/result.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/net/shard.hpp>

namespace cxload::net {

using Addresses = std::vector<Address>;

/// RFC 2782.
struct SrvRecord {
  std::uint16_t priority = 0, weight = 0, port = 0;
  std::string target;  ///< ".": the service is decidedly not available there
  bool operator==(const SrvRecord&) const = default;
};

/// RFC 3403 4.1.
struct NaptrRecord {
  std::uint16_t order = 0, preference = 0;
  std::string flags, service, regexp, replacement;
  bool operator==(const NaptrRecord&) const = default;
};

struct DnsQuestion {
  enum class Kind : std::uint8_t { addresses, srv, naptr };
  Kind kind = Kind::addresses;  ///< addresses: A and AAAA, in the order of RFC 6724
  std::string name;
  auto operator<=>(const DnsQuestion&) const = default;
};

[[nodiscard]] std::string_view to_string(DnsQuestion::Kind kind);  ///< "address" "SRV" "NAPTR"

/// As the question's kind says; never empty.
using DnsRecords = std::variant<Addresses, std::vector<SrvRecord>, std::vector<NaptrRecord>>;
/// Failure: dns.not_found (the name or such a record is not there), dns.servfail (a server could or would not
/// say), dns.timeout (none answered), local.memory, local.descriptors.
using DnsAnswer = Outcome<DnsRecords>;

struct DnsOptions {
  std::vector<Endpoint> servers = {};           ///< empty: the system's, and its hosts file
  Duration patience = std::chrono::seconds(2);  ///< for the first try; it doubles with each further one
  int tries = 2;                                ///< of each server
};

/// Threads: its shard's. What is asked twice at a time is sent once; answers are kept as long as their TTL
/// says (at least a second, at most an hour). A kept list of addresses turns by one with each use, as a
/// name server would hand it out: thousands of phones are not all sent to the first.
class Dns {
 public:
  [[nodiscard]] static Dns& of(Shard& shard);  ///< made when first asked for
  explicit Dns(Shard& shard);
  ~Dns();
  Dns(const Dns&) = delete;
  Dns& operator=(const Dns&) = delete;

  /// Other servers from now on; what is known is forgotten. Lookups under way hear dns.timeout.
  void use(const DnsOptions& options);
  [[nodiscard]] std::optional<DnsAnswer> find_known(const DnsQuestion& question);
  [[nodiscard]] Random& random();               ///< for the draws of RFC 2782
  [[nodiscard]] std::uint64_t queries() const;  ///< questions that were sent

  struct Impl;
  [[nodiscard]] Impl& impl() { return *impl_; }  ///< for the sources of net

 private:
  std::unique_ptr<Impl> impl_;
};

/// One question under way. Destroying it cancels: the callback does not come. The callback may destroy it.
class DnsLookup {
 public:
  using Callback = std::function<void(const DnsAnswer& answer)>;
  /// The callback comes from the shard's loop, never from inside the constructor.
  DnsLookup(Shard& shard, const DnsQuestion& question, Callback on_answer);
  ~DnsLookup();
  DnsLookup(const DnsLookup&) = delete;
  DnsLookup& operator=(const DnsLookup&) = delete;

 private:
  std::shared_ptr<Callback> on_answer_;
};

/// The same as a flow, from what is known or by asking. Failure dns.timeout also when `deadline` comes first.
Awaitable<DnsAnswer> look_up(Shard& shard, DnsQuestion question, TimePoint deadline);

}  // namespace cxload::net
