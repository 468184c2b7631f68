/// A relay of one call on real sockets: a pipe for each side, and what one hears the other sends.
#pragma once
#include <memory>

#include "pipe.hpp"
#include "port.hpp"

namespace cxload::standin {

/// Packets pass as they are: payload types are those of the far end's description, so nothing is decoded.
/// Threads: its shard's.
class Bridge final : public MediaBridge {
 public:
  /// For `leg`'s pipe.
  [[nodiscard]] MediaPipe::Hears hears(Leg leg);
  void use(Leg leg, std::unique_ptr<MediaPipe> pipe) { pipe_of(leg) = std::move(pipe); }

  [[nodiscard]] std::uint16_t port(Leg leg) const override { return pipe_of(leg)->port(); }
  [[nodiscard]] std::uint16_t rtcp_port(Leg leg) const override { return pipe_of(leg)->rtcp_port(); }
  void set_remote(Leg leg, const net::Endpoint& rtp, const net::Endpoint& rtcp) override {
    pipe_of(leg)->set_remote(rtp, rtcp);
  }
  Outcome<> accept(Leg leg, const sdp::SecureTransport& transport, bool is_offer) override {
    return pipe_of(leg)->accept(transport, is_offer);
  }
  sdp::SecureTransport describe(Leg leg, bool is_offer) override { return pipe_of(leg)->describe(is_offer); }

 private:
  [[nodiscard]] std::unique_ptr<MediaPipe>& pipe_of(Leg leg) {
    return leg == Leg::caller ? caller_ : callee_;
  }
  [[nodiscard]] const std::unique_ptr<MediaPipe>& pipe_of(Leg leg) const {
    return leg == Leg::caller ? caller_ : callee_;
  }

  std::unique_ptr<MediaPipe> caller_, callee_;
};

}  // namespace cxload::standin
