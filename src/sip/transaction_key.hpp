/// Keys: what of a message decides to which transaction it belongs (RFC 3261 17.1.3, 17.2.3).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/sip/message.hpp>

namespace cxload::sip {

/// Branch of the top Via and method of CSeq, where they stand in the message: the key of a response is
/// compared once and forgotten.
struct ClientKey {
  std::string_view method, branch;

  /// The same for all that match; compared first, it spares nearly every comparison of texts.
  [[nodiscard]] std::uint64_t mark() const;
  [[nodiscard]] std::string text() const;  ///< to be kept
  /// Is it the key that `text` was made from? Branches match in any case (RFC 3261 7.3.1).
  [[nodiscard]] bool matches(std::string_view text) const;
};

/// Of a request that is sent or a response that came. Nothing when either cannot be read.
[[nodiscard]] std::optional<ClientKey> client_key(const Message& message);

/// Of a received request: branch and sent-by of the top Via and the method, where an ACK counts as its
/// INVITE. Without the magic cookie of RFC 3261 8.1.1.7, the RFC 2543 rules. Nothing when the request lacks
/// one of Via, From, To, Call-ID and CSeq, or CSeq names another method.
[[nodiscard]] std::optional<std::string> server_key(const Message& request);
[[nodiscard]] std::uint64_t mark_of(std::string_view server_key);
[[nodiscard]] bool is_legacy_key(std::string_view server_key);
/// The INVITE's key, made from that of its CANCEL (9.2).
[[nodiscard]] std::string cancelled_key(std::string_view cancel_key);

/// Of a final response to INVITE, or an ACK: Call-ID, both tags, CSeq number. The ACK to a 2xx is a
/// transaction of its own with a branch of its own (13.2.2.4), so the dialog must find the INVITE.
[[nodiscard]] std::string ack_key(const Message& message);

}  // namespace cxload::sip
