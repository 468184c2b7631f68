/// SecureTransport: what a description says of ICE and DTLS for its stream (RFC 8839, RFC 8842, RFC 9143),
/// read and written as browsers do (RFC 9429); or of the keys of SDES (RFC 4568).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include <cxload/sdp/offer_answer.hpp>
#include <cxload/sdp/session.hpp>

namespace cxload::sdp {

inline constexpr std::string_view secure_protocol = "UDP/TLS/RTP/SAVPF";

/// Who begins the DTLS handshake (RFC 4145 4).
enum class Setup : std::uint8_t { actpass, active, passive };

struct SecureTransport {
  std::string ufrag, password;
  std::vector<std::string> candidates;  ///< values of a=candidate
  bool is_complete = false;             ///< a=end-of-candidates: no others will be trickled
  bool is_lite = false;
  std::string fingerprint;  ///< "sha-256 AB:…"
  Setup setup = Setup::actpass;
  bool has_rtcp_mux = true;
  std::string mid;         ///< empty: none
  bool is_bundled = true;  ///< in a group of its own
  std::string cname;       ///< of the stream we send, when written
  std::uint32_t ssrc = 0;
  std::vector<std::string> crypto;  ///< values of a=crypto: SDES, and nothing else here means anything
};

/// An audio stream of a profile that DTLS-SRTP uses (RFC 5764 8).
[[nodiscard]] bool is_secure_profile(std::string_view protocol);
[[nodiscard]] bool is_keyed_by_sdes(const Media& media);
/// Of the first audio stream that is secret, if there is one.
[[nodiscard]] Keying keying_of(const SessionDescription& offer);

/// Of one stream; what the session says counts where the stream says nothing. Nothing without keys of SDES
/// when it also lacks credentials or fingerprint, or has a setup that is none.
[[nodiscard]] std::optional<SecureTransport> read_transport(const SessionDescription& session,
                                                            const Media& media);
/// Into a description with one stream.
void write_transport(SessionDescription& session, Media& media, const SecureTransport& transport);

/// The side that an answer takes to an offer's setup: active, unless the offerer is.
[[nodiscard]] Setup answer_setup(Setup offered);

}  // namespace cxload::sdp
