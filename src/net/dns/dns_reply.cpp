#include "dns_reply.hpp"

#include <algorithm>
#include <ares.h>
#include <limits>

#include <fmt/format.h>

#include "../socket_address.hpp"

namespace cxload::net {
namespace {

using std::chrono::seconds;
using Bytes = std::span<const unsigned char>;

/// More alternatives than any client tries.
constexpr std::size_t most_records = 64, most_addresses = 16;
constexpr std::size_t header_size = 12, fixed_record_size = 10;  // RFC 1035 4.1.1, 4.1.3 without its name

std::string_view class_of(int status) {
  switch (status) {
    case ARES_ENODATA:
    case ARES_ENOTFOUND:
    case ARES_EBADNAME:
    case ARES_ENONAME:
      return "dns.not_found";
    case ARES_ETIMEOUT:
    case ARES_ECONNREFUSED:  // of the name server's port: nobody is there
    case ARES_ECANCELLED:
    case ARES_EDESTRUCTION:
      return "dns.timeout";
    case ARES_ENOMEM:
      return "local.memory";
    default:
      return "dns.servfail";  // also answers that cannot be read
  }
}

std::size_t two_bytes(Bytes message, std::size_t at) {
  return static_cast<std::size_t>(message[at] << 8 | message[at + 1]);
}

/// Bytes that a name takes where it stands: labels up to the root or to a pointer (RFC 1035 4.1.4).
std::size_t name_length(Bytes message, std::size_t at) {
  const std::size_t begin = at;
  while (at < message.size()) {
    const unsigned char length = message[at];
    if (length == 0) return at + 1 - begin;
    if ((length & 0xC0) == 0xC0) return at + 2 - begin;
    at += 1U + length;
  }
  return message.size();  // cut off: the caller finds no room behind it
}

/// The shortest TTL of the answer section; c-ares does not tell those of SRV and NAPTR records.
seconds shortest_ttl(Bytes message) {
  if (message.size() < header_size) return seconds(0);
  std::size_t at = header_size;
  for (std::size_t left = two_bytes(message, 4); left > 0 && at < message.size(); --left)
    at += name_length(message, at) + 4;
  std::uint32_t shortest = std::numeric_limits<std::int32_t>::max();
  for (std::size_t left = two_bytes(message, 6); left > 0; --left) {
    at += at < message.size() ? name_length(message, at) : 0;
    if (at + fixed_record_size > message.size()) return seconds(0);
    const auto ttl =
        static_cast<std::uint32_t>(two_bytes(message, at + 4) << 16 | two_bytes(message, at + 6));
    // RFC 2181 8: with the top bit set it means zero.
    shortest = std::min(shortest, ttl > std::numeric_limits<std::int32_t>::max() ? 0 : ttl);
    at += fixed_record_size + two_bytes(message, at + 8);
  }
  return seconds(shortest);
}

std::string text_of(const unsigned char* text) { return reinterpret_cast<const char*>(text); }

/// c-ares writes the root as nothing.
std::string name_of(const char* name) { return *name == '\0' ? "." : name; }

template <class Reply>
class Replies {
 public:
  Replies(Bytes message, int (*parse)(const unsigned char*, int, Reply**)) {
    status_ = parse(message.data(), static_cast<int>(message.size()), &first_);
  }
  ~Replies() {
    if (first_ != nullptr) ares_free_data(first_);
  }
  Replies(const Replies&) = delete;
  Replies& operator=(const Replies&) = delete;
  [[nodiscard]] int status() const { return status_; }
  template <class Record>
  [[nodiscard]] std::vector<Record> read(Record (*convert)(const Reply&)) const {
    std::vector<Record> records;
    for (const Reply* reply = first_; reply != nullptr && records.size() < most_records; reply = reply->next)
      records.push_back(convert(*reply));
    return records;
  }

 private:
  Reply* first_ = nullptr;
  int status_;
};

SrvRecord to_srv(const ares_srv_reply& reply) {
  return {reply.priority, reply.weight, reply.port, name_of(reply.host)};
}

NaptrRecord to_naptr(const ares_naptr_reply& reply) {
  return {reply.order,           reply.preference,          text_of(reply.flags), text_of(reply.service),
          text_of(reply.regexp), name_of(reply.replacement)};
}

template <class Record, class Reply>
DnsReply parse_with(const DnsQuestion& question, Bytes message,
                    int (*parse)(const unsigned char*, int, Reply**), Record (*convert)(const Reply&)) {
  const Replies<Reply> replies(message, parse);
  if (replies.status() != ARES_SUCCESS) return {dns_failure(question, replies.status())};
  std::vector<Record> records = replies.read(convert);
  if (records.empty()) return {dns_failure(question, ARES_ENODATA)};
  return {DnsRecords(std::move(records)), shortest_ttl(message)};
}

}  // namespace

std::string_view to_string(DnsQuestion::Kind kind) {
  return kind == DnsQuestion::Kind::srv ? "SRV" : kind == DnsQuestion::Kind::naptr ? "NAPTR" : "address";
}

Failure dns_failure(const DnsQuestion& question, int status) {
  return {std::string(class_of(status)), fmt::format("looking up {} ({}): {}", question.name,
                                                     to_string(question.kind), ares_strerror(status))};
}

DnsReply read_addresses(const DnsQuestion& question, int status, const ares_addrinfo* found) {
  if (status != ARES_SUCCESS || found == nullptr) return {dns_failure(question, status)};
  Addresses addresses;
  int ttl = std::numeric_limits<int>::max();
  for (const ares_addrinfo_cname* alias = found->cnames; alias != nullptr; alias = alias->next)
    ttl = std::min(ttl, alias->ttl);
  for (const ares_addrinfo_node* node = found->nodes; node != nullptr; node = node->ai_next) {
    if (addresses.size() == most_addresses) break;
    ttl = std::min(ttl, node->ai_ttl);
    const Address address = to_endpoint(node->ai_addr).address;
    if (std::find(addresses.begin(), addresses.end(), address) == addresses.end())
      addresses.push_back(address);
  }
  if (addresses.empty()) return {dns_failure(question, ARES_ENODATA)};
  return {DnsRecords(std::move(addresses)), seconds(std::max(ttl, 0))};
}

DnsReply read_records(const DnsQuestion& question, int status, Bytes message) {
  if (status != ARES_SUCCESS) return {dns_failure(question, status)};
  return question.kind == DnsQuestion::Kind::srv
             ? parse_with(question, message, &ares_parse_srv_reply, &to_srv)
             : parse_with(question, message, &ares_parse_naptr_reply, &to_naptr);
}

}  // namespace cxload::net
