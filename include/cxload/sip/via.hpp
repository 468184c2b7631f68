/// Via: one hop of the way back (RFC 3261 20.42, RFC 3581).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/base/result.hpp>
#include <cxload/sip/params.hpp>

namespace cxload::sip {

/// Branches that begin so name a transaction (RFC 3261 8.1.1.7).
inline constexpr std::string_view branch_cookie = "z9hG4bK";

/// Threads: none; a value type.
struct Via {
  std::string protocol = "SIP/2.0";  ///< of a relayed message of another version: kept
  std::string transport;             ///< as received; compared without case
  std::string host;                  ///< sent-by; an IPv6 address stands here without its brackets
  std::optional<std::uint16_t> port;
  Params params;

  [[nodiscard]] std::optional<std::string_view> branch() const { return params.find("branch"); }
  /// The source address a server saw, without brackets (RFC 5118 4.5 shows both ways to write it).
  [[nodiscard]] std::optional<std::string_view> received() const;
  [[nodiscard]] bool asks_rport() const {
    return params.has("rport");
  }  ///< RFC 3581 3: with or without value
  [[nodiscard]] std::optional<std::uint16_t> rport() const;
  [[nodiscard]] std::optional<std::string_view> maddr() const { return params.find("maddr"); }
  [[nodiscard]] std::optional<std::uint8_t> ttl() const;
  void set_received(std::string_view address);
  void set_rport(std::uint16_t port_seen);

  [[nodiscard]] std::string write() const;
};

/// One element of a Via header. Errors: Errc::bad_via.
[[nodiscard]] Result<Via> parse_via(std::string_view text);

/// The branch alone, without parsing the rest; of the first element when `value` is a list.
[[nodiscard]] std::optional<std::string_view> branch_of(std::string_view value);

}  // namespace cxload::sip
