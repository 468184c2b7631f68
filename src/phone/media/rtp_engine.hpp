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

  [[nodiscard]] bool carries() const override { return true; }
  Outcome<std::uint16_t> open(const net::Address& address) override;
  void start(const sdp::AgreedStream& agreed, std::function<void(TimePoint)> on_first) override;
  void retarget(const sdp::AgreedStream& agreed) override;
  void set_muted(bool muted) override { audio_.set_muted(muted); }
  std::optional<Duration> send_digits(std::string_view digits) override { return audio_.send_digits(digits); }
  void stop() override { audio_.stop(); }
  [[nodiscard]] MediaCounts counts() const override { return audio_.counts(); }
  [[nodiscard]] std::int64_t loss_share() const override { return audio_.loss_share(); }
  [[nodiscard]] Duration jitter() const override { return audio_.jitter(); }
  [[nodiscard]] std::optional<media::Rating> rating() const override { return audio_.rating(); }

 private:
  net::Shard& shard_;
  Random& random_;
  net::NetworkProfile network_;
  std::unique_ptr<net::UdpSocket> socket_;
  std::optional<net::Endpoint> remote_;
  AudioStream audio_;
};

}  // namespace cxload::phone
