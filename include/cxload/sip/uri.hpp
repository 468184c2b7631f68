/// Uri: sip:, sips: and tel: taken apart; any other scheme kept as it is (RFC 3261 19.1, RFC 3966).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/base/result.hpp>
#include <cxload/sip/params.hpp>

namespace cxload::sip {

/// Escapes (%HH) stay as received; unescape() of grammar.hpp undoes them where a meaning is needed.
/// Threads: none; a value type.
struct Uri {
  std::string scheme = "sip";  ///< lower case
  std::string user;            ///< of tel: the number; may hold `;` (RFC 4475 3.1.1.9)
  std::optional<std::string> password;
  std::string host;  ///< an IPv6 address stands here without its brackets
  std::optional<std::uint16_t> port;
  Params params;
  std::string headers;  ///< behind `?`, without it
  std::string opaque;   ///< of an unknown scheme: all behind its colon

  [[nodiscard]] bool is_sip() const { return scheme == "sip" || scheme == "sips"; }
  [[nodiscard]] bool is_loose_router() const { return params.has("lr"); }
  [[nodiscard]] std::string write() const;
  void write_to(std::string& out) const;
};

/// One whole URI without brackets around it. Errors: Errc::bad_uri.
[[nodiscard]] Result<Uri> parse_uri(std::string_view text);

/// RFC 3261 19.1.4. Of parameters in only one of the two, user, ttl, method, maddr and transport make them
/// differ (the rule names the first four, its examples the last), others do not.
[[nodiscard]] bool is_equivalent(const Uri& a, const Uri& b);

/// `host[:port]`, brackets around an IPv6 address. Used by URIs and Via. False when it is neither.
struct HostPort {
  std::string_view host;
  std::optional<std::uint16_t> port;
};
[[nodiscard]] std::optional<HostPort> parse_host_port(std::string_view text);
void write_host(std::string_view host, std::string& out);  ///< brackets where they are due

}  // namespace cxload::sip
