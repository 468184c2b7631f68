/// The STUN messages of connectivity checks (RFC 8445 7): written and judged.
#pragma once
#include <array>
#include <cstdint>
#include <optional>

#include <cxload/ice/agent.hpp>
#include <cxload/stun/message.hpp>

namespace cxload::ice {

inline constexpr std::size_t most_message_bytes = 768;  ///< two ufrags of 256
using MessageBuffer = std::array<std::byte, most_message_bytes>;

struct CheckRequest {
  std::uint32_t priority = 0;  ///< of a peer-reflexive candidate learned from it (RFC 8445 7.1.1)
  std::uint64_t tie_breaker = 0;
  bool is_controlling = true;
  bool nominates = false;  ///< USE-CANDIDATE
};

[[nodiscard]] stun::Bytes write_request(MessageBuffer& out, const stun::TransactionId& id,
                                        const Credentials& own, const Credentials& remote,
                                        const CheckRequest& check);
[[nodiscard]] stun::Bytes write_success(MessageBuffer& out, const stun::TransactionId& id,
                                        const stun::TransportAddress& seen, const Credentials& own);
/// With integrity when the request was authentic.
[[nodiscard]] stun::Bytes write_error(MessageBuffer& out, const stun::Message& request, std::uint16_t code,
                                      const Credentials* own);

/// The code to refuse a request with, and 0 for a good one (RFC 8489 9.1.3).
[[nodiscard]] std::uint16_t judge_request(const stun::Message& request, const Credentials& own);

}  // namespace cxload::ice
