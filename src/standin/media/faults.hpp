/// MediaFaults: what a defective media server does wrong.
#pragma once

namespace cxload::standin {

inline constexpr unsigned copies_of_a_replay = 4;

struct MediaFaults {
  bool wrong_fingerprint = false;  ///< says that of another certificate
  bool no_handshake = false;       ///< says nothing of DTLS
  bool half_handshake = false;     ///< falls silent behind its first flight
  bool wrong_role = false;         ///< says that it waits for the handshake, and begins it; or the reverse
  bool no_crypto = false;          ///< takes the keys of SDES, and says none of its own
  bool no_rtcp_mux = false;        ///< leaves a=rtcp-mux out
  bool fixed_port = false;         ///< names the port of the first call in all others
  bool clear_rtp = false;          ///< agrees on keys, and sends without them
  bool one_way = false;            ///< hears, and sends nothing
  bool crossed = false;            ///< sends each call what is meant for the next one
  bool garbage = false;            ///< sends noise instead of packets
  bool replays = false;            ///< sends every packet four times
  bool stops = false;              ///< sends nothing more behind the first second and a half
  bool ssrc_flap = false;          ///< gives every packet an SSRC of its own
  bool no_opus = false;            ///< does not know it
  double loss = 0;                 ///< share of packets that it does not send

  [[nodiscard]] bool any_in_pipe() const {
    return wrong_fingerprint || wrong_role || no_crypto || no_rtcp_mux || fixed_port || clear_rtp ||
           one_way || crossed || garbage || ssrc_flap || replays || stops || loss > 0;
  }
};

}  // namespace cxload::standin
