/// RtpEngine: RTP of one call and its RTCP, from two sockets of its own; plain, or as SRTP with keys of SDES.
#pragma once
#include <memory>
#include <optional>

#include <cxload/net/udp_pair.hpp>
#include <cxload/srtp/sdes.hpp>

#include "../audio/audio_stream.hpp"
#include "media_engine.hpp"

namespace cxload::phone {

/// Any free ports. RTCP that comes to the port of RTP is heard too. Threads: the shard's only. Lifetime: of
/// its call.
class RtpEngine final : public MediaEngine {
 public:
  RtpEngine(net::Shard& shard, Random& random, const net::NetworkProfile& network, sdp::Keying keying);

  [[nodiscard]] AudioStream* audio() override { return &audio_; }
  Outcome<std::uint16_t> open(const net::Address& address) override;
  [[nodiscard]] std::uint16_t rtcp_port() const override {
    return !sockets_ || sockets_->is_adjacent() ? std::uint16_t{0} : sockets_->rtcp->local().port;
  }
  [[nodiscard]] sdp::Keying keying() const override { return sdes_ ? sdp::Keying::sdes : sdp::Keying::none; }
  void describe(sdp::SessionDescription& own, sdp::Media& media, bool is_offer) override;
  Outcome<> hear(const sdp::SessionDescription& theirs, const sdp::Media& media, bool is_offer) override;
  TimePoint start(const sdp::AgreedStream& agreed, std::function<void(TimePoint)> on_first) override;
  void retarget(const sdp::AgreedStream& agreed) override;
  void stop() override { audio_.stop(); }
  [[nodiscard]] std::optional<Failure> failure() const override;

 private:
  void on_rtp(std::span<const std::byte> datagram, TimePoint arrived);
  void on_rtcp(std::span<const std::byte> datagram, TimePoint arrived);
  bool send_rtp(std::span<std::byte> buffer, std::size_t size);
  bool send_rtcp(std::span<std::byte> buffer, std::size_t size);

  net::Shard& shard_;
  Random& random_;
  net::NetworkProfile network_;
  std::optional<net::UdpPair> sockets_;
  std::optional<net::Endpoint> remote_, remote_rtcp_;
  std::unique_ptr<srtp::Sdes> sdes_;  ///< null: plain RTP
  AudioStream audio_;
};

}  // namespace cxload::phone
