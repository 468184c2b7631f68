/// Record: one DNS record of the stand-in, from a line as in a zone file to its bytes on the wire.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/base/result.hpp>

namespace cxload::standin::dns {

/// RFC 1035 3.2.2, RFC 3596, RFC 2782, RFC 3403.
enum class Type : std::uint16_t { a = 1, cname = 5, aaaa = 28, srv = 33, naptr = 35, any = 255 };

struct Record {
  std::string owner;  ///< canonical: small letters, no dot at the end
  Type type = Type::a;
  std::uint32_t ttl = 60;
  std::string target;  ///< of a CNAME, canonical
  std::string data;    ///< RDATA, names in full length (RFC 3597 4: no compression in newer types)
};

/// "NAME [TTL] [IN] TYPE DATA": A, AAAA, CNAME, SRV (priority weight port target), NAPTR (order preference
/// "flags" "service" "regexp" replacement). Failure: one sentence.
[[nodiscard]] Outcome<Record> parse_record(std::string_view line);

/// Small letters, without the dot of the root; nothing when it is no name (RFC 1035 2.3.4 sizes).
[[nodiscard]] std::optional<std::string> canonical_name(std::string_view name);
/// Labels with their lengths, up to the root's zero. `name` is canonical.
void append_name(std::string& out, std::string_view name);
void append_number(std::string& out, std::uint32_t number, int bytes);  ///< network order

}  // namespace cxload::standin::dns
