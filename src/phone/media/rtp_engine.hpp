/// RtpEngine: plain RTP of one call, from a socket of its own.
#pragma once
#include <memory>
#include <optional>

#include <cxload/net/udp.hpp>

#include "../audio/audio_stream.hpp"
#include "media_engine.hpp"

namespace cxload::phone {

/// Any free port. Threads: the shard's only. Lifetime: of its call.
class RtpEngine final : public MediaEngine {
 public:
  RtpEngine(net::Shard& shard, Random& random, const net::NetworkProfile& network);

  [[nodiscard]] AudioStream* audio() override { return &audio_; }
  Outcome<std::uint16_t> open(const net::Address& address) override;
  TimePoint start(const sdp::AgreedStream& agreed, std::function<void(TimePoint)> on_first) override;
  void retarget(const sdp::AgreedStream& agreed) override;
  void stop() override { audio_.stop(); }

 private:
  net::Shard& shard_;
  Random& random_;
  net::NetworkProfile network_;
  std::unique_ptr<net::UdpSocket> socket_;
  std::optional<net::Endpoint> remote_;
  AudioStream audio_;
};

}  // namespace cxload::phone
