/// RtpEngine: plain RTP of one call: G.711 sent every 20 ms, what comes back counted (RFC 3550, RFC 3551).
#pragma once
#include <memory>
#include <optional>

#include <cxload/media/sender_clock.hpp>
#include <cxload/media/source.hpp>
#include <cxload/net/udp.hpp>
#include <cxload/rtp/receive_stats.hpp>

#include "media_engine.hpp"

namespace cxload::phone {

/// Any free port. Threads: the shard's only. Lifetime: of its call.
class RtpEngine final : public MediaEngine {
 public:
  RtpEngine(net::Shard& shard, Random& random);

  [[nodiscard]] bool carries() const override { return true; }
  Outcome<std::uint16_t> open(const net::Address& address) override;
  void start(const sdp::AgreedStream& agreed, std::function<void(TimePoint)> on_first) override;
  void retarget(const sdp::AgreedStream& agreed) override;
  void stop() override;
  [[nodiscard]] MediaCounts counts() const override;
  [[nodiscard]] std::int64_t loss_share() const override;
  [[nodiscard]] Duration jitter() const override { return received_.jitter(); }

 private:
  void on_datagram(std::span<const std::byte> datagram, TimePoint arrived);
  void on_due(TimePoint now);
  void send_frame(std::uint64_t index);

  std::unique_ptr<net::UdpSocket> socket_;
  net::Shard& shard_;
  net::Timer pacer_;
  std::optional<net::Pace> pace_;  ///< while it sends
  rtp::ReceiveStats received_{8000};
  std::optional<media::SenderClock> clock_;
  std::shared_ptr<const media::Source> source_;
  std::optional<net::Endpoint> remote_;
  std::function<void(TimePoint)> on_first_;
  rtp::Ssrc ssrc_;
  std::optional<rtp::Ssrc> remote_ssrc_;
  rtp::SequenceNumber first_sequence_;
  rtp::Timestamp first_timestamp_;
  std::uint8_t payload_type_ = 0;
  bool sends_ = false;
  std::uint64_t sent_ = 0;
};

}  // namespace cxload::phone
