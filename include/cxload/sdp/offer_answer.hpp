/// Offers and answers of a phone with one audio stream, without media, over plain RTP or SRTP (RFC 3264).
/// What belongs to ICE, DTLS and SDES is added to the descriptions made here (sdp/secure_transport.hpp).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/sdp/codec.hpp>
#include <cxload/sdp/direction.hpp>
#include <cxload/sdp/session.hpp>

namespace cxload::sdp {

/// How a stream is kept secret: not at all, by DTLS-SRTP with ICE, or by SRTP with its keys in the
/// description (RFC 4568).
enum class Keying : std::uint8_t { none, dtls, sdes };

/// What this side brings to a session.
struct LocalMedia {
  std::string address = "127.0.0.1";  ///< where we receive: a literal, IPv6 without brackets
  std::uint16_t port = 9;
  std::uint16_t rtcp_port = 0;  ///< where we receive RTCP (RFC 3605); 0: on the port behind it, or nowhere
  std::vector<Codec> codecs = {pcmu(), pcma(), telephone_event()};  ///< in our order of preference
  unsigned packet_time = 0;        ///< ms that we would like in a packet (a=ptime); 0: nothing is said of it
  bool prefers_own_order = false;  ///< answers in our order, as RFC 3264 6.1 allows; else in the offerer's
  Direction direction = Direction::sendrecv;
  Keying keying = Keying::none;
  std::uint64_t session_id = 0;  ///< fixed for the session (RFC 3264 5)
  std::uint64_t version = 0;
};

/// A phone without media: one audio stream, inactive, port 9 (discard).
[[nodiscard]] LocalMedia no_media(std::string address, std::uint64_t session_id);

[[nodiscard]] SessionDescription make_offer(const LocalMedia& local);

/// Where a stream without a=rtcp-mux takes RTCP: as a=rtcp says (RFC 3605), else on the port behind its own
/// (RFC 3550 11). Port 0: nowhere.
struct RtcpPlace {
  std::string address;
  std::uint16_t port = 0;
};
[[nodiscard]] RtcpPlace rtcp_place(const SessionDescription& session, const Media& media);

/// What both sides agreed on, seen from here.
struct AgreedStream {
  Codec codec;  ///< to send; its payload type is the peer's
  std::optional<Codec> telephone_event;
  std::vector<Codec> codecs;  ///< all in common; the peer may send any of them
  std::string remote_address;
  std::uint16_t remote_port = 0;
  RtcpPlace remote_rtcp;
  unsigned packet_time = 0;     ///< ms that the peer would like in a packet (a=ptime); 0: it does not say
  unsigned longest_packet = 0;  ///< and the most that it takes (a=maxptime); 0: likewise
  Direction direction = Direction::inactive;  ///< ours, after all rules: also inactive to 0.0.0.0 and port 9
};

struct Answer {
  SessionDescription description;
  AgreedStream stream;
};

/// Answers with the offerer's payload types and our parameters; the first acceptable audio stream is
/// taken, all others get port 0. Errors: no_common_codec (answer 488), also when only profiles are offered
/// that we do not speak.
[[nodiscard]] Result<Answer> make_answer(const SessionDescription& offer, const LocalMedia& local);

/// The offerer's reading of the answer. Errors: bad_answer; no_common_codec when every stream was refused.
[[nodiscard]] Result<AgreedStream> read_answer(const SessionDescription& offer,
                                               const SessionDescription& answer);

/// RFC 3264 8: a new description of a running session counts its version up by one when anything changed.
void continue_from(const SessionDescription& previous, SessionDescription& next);

}  // namespace cxload::sdp
