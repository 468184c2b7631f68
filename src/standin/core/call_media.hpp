/// CallMedia: offers and answers of one call, and the port its packets use (RFC 3264).
#pragma once
#include <memory>
#include <optional>
#include <string>

#include <cxload/sdp/offer_answer.hpp>

#include "../media/port.hpp"

namespace cxload::standin {

/// Threads: none.
class CallMedia {
 public:
  CallMedia(MediaFactory& factory, MediaKind kind, std::string address, const MediaFaults& faults);

  struct Said {
    int refusal = 0;   ///< 488 no common ground (also SRTP without keys), 400 no SDP at all, 503 no port left
    std::string body;  ///< when not refused
  };
  /// What to say to `offer`; empty: an offer of our own, answered in the ACK.
  [[nodiscard]] Said say(std::string_view offer);
  /// The first offer of a call of our own.
  [[nodiscard]] Said offer(sdp::Keying keying);
  void on_answer(std::string_view answer);  ///< in the ACK, or to the first offer; what cannot be read leaves
                                            ///< the call silent
  [[nodiscard]] std::string digits() const { return port_ ? port_->digits() : std::string(); }
  [[nodiscard]] std::vector<std::int16_t> recorded() const {
    return port_ ? port_->recorded() : std::vector<std::int16_t>();
  }
  void close() { port_.reset(); }

 private:
  [[nodiscard]] Said answer(const sdp::SessionDescription& offer);
  bool answer_securely(const sdp::SessionDescription& offer, sdp::SessionDescription& answer);
  [[nodiscard]] sdp::LocalMedia local(sdp::Direction direction) const;
  [[nodiscard]] bool is_secure() const { return keying_ != sdp::Keying::none; }
  [[nodiscard]] bool open_port();
  void connect(const sdp::AgreedStream& stream);
  [[nodiscard]] std::string remember(sdp::SessionDescription said);

  // Given.
  MediaFactory& factory_;
  MediaKind kind_;
  std::string address_;
  MediaFaults faults_;
  // Owned.
  std::unique_ptr<MediaPort> port_;
  // State.
  std::optional<sdp::SessionDescription> said_;
  bool is_offering_ = false;
  sdp::Keying keying_ = sdp::Keying::none;  ///< what the first offer wanted
  std::uint64_t session_id_;
};

}  // namespace cxload::standin
