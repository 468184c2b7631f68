/// Candidate: one way to reach an agent, as `a=candidate` says it (RFC 8839 5.1).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/stun/address.hpp>

namespace cxload::ice {

enum class CandidateType { host, peer_reflexive, server_reflexive, relayed };

struct Candidate {
  std::string foundation;  ///< 1 … 32 of the characters of RFC 8839 5.1
  std::uint16_t component = 1;
  std::uint32_t priority = 0;
  stun::TransportAddress address;
  CandidateType type = CandidateType::host;
  std::optional<stun::TransportAddress> related;  ///< of reflexive and relayed ones, where told
  bool operator==(const Candidate&) const = default;
};

/// What a line of a peer is to us.
enum class Reading {
  usable,
  tcp,   ///< well formed, and left out: media goes over UDP here
  name,  ///< an mDNS name (`….local`) or another one: left out, nothing resolves it
  malformed,
};
struct ReadCandidate {
  Reading reading = Reading::malformed;
  Candidate candidate;  ///< of `usable` only
};

/// `value` is what follows `a=candidate:`; a leading "candidate:" is taken too, as browsers trickle it.
[[nodiscard]] ReadCandidate read_candidate(std::string_view value);
[[nodiscard]] std::string write_candidate(const Candidate& candidate);  ///< without `a=candidate:`

/// RFC 8445 5.1.2.1, with the recommended preference of each type.
[[nodiscard]] std::uint32_t candidate_priority(CandidateType type, std::uint16_t local_preference,
                                               std::uint16_t component = 1);
/// RFC 8445 6.1.2.3; both agents compute the same.
[[nodiscard]] std::uint64_t pair_priority(std::uint32_t controlling, std::uint32_t controlled);

}  // namespace cxload::ice
