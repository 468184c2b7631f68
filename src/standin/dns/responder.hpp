/// Responder: the stand-in's name server without its sockets: bytes in, bytes out.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <cxload/standin/config.hpp>

#include "message.hpp"

namespace cxload::standin::dns {

enum class Carrier : std::uint8_t { udp, tcp };

/// Authoritative for its records, and for everything: other names do not exist. Threads: none.
class Responder {
 public:
  Responder(DnsAnswers manner, std::vector<Record> records);
  /// Nothing: no answer is sent.
  [[nodiscard]] std::optional<std::string> on_message(std::span<const std::byte> message,
                                                      Carrier carrier) const;
  void set_records(std::vector<Record> records) { records_ = std::move(records); }

 private:
  [[nodiscard]] Answer answer(const Question& question, Carrier carrier) const;
  [[nodiscard]] bool exists(const std::string& name) const;

  DnsAnswers manner_;
  std::vector<Record> records_;
};

/// What a run's phones need to find the doors by the domain's name: addresses, NAPTR and SRV of each door
/// (RFC 3263 4, RFC 7118 5.5), the `zone` that operators keep, then the settings' own `records`, in which
/// {udp} {tcp} {tls} {ws} {wss} are the doors' ports. Own records of a name and type replace the others.
/// Where the domain is an alias, what belongs to it stands at the name that it leads to (RFC 1034 3.6.2).
[[nodiscard]] Outcome<std::vector<Record>> make_records(const Config& config,
                                                        const std::map<net::Scheme, net::Endpoint>& doors,
                                                        const std::vector<std::string>& zone = {});

}  // namespace cxload::standin::dns
