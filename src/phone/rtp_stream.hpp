/// RtpStream: plain RTP of one call: G.711 sent every 20 ms, what comes back counted (RFC 3550, RFC 3551).
#pragma once
#include <functional>
#include <memory>
#include <optional>

#include <cxload/base/random.hpp>
#include <cxload/media/sender_clock.hpp>
#include <cxload/media/source.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/net/udp.hpp>
#include <cxload/phone/call.hpp>
#include <cxload/rtp/receive_stats.hpp>
#include <cxload/sdp/offer_answer.hpp>

namespace cxload::phone {

/// Threads: the shard's only. Lifetime: of its call.
class RtpStream {
 public:
  /// Any free port. Failure: local.ports, local.descriptors.
  static Outcome<std::unique_ptr<RtpStream>> open(net::Shard& shard, const net::Address& address,
                                                  Random& random);

  [[nodiscard]] net::Endpoint local() const { return socket_->local(); }
  /// Sends and listens as `agreed` says; `on_first` hears when the first packet of the far end came.
  void start(const sdp::AgreedStream& agreed, std::function<void(TimePoint)> on_first);
  void retarget(const sdp::AgreedStream& agreed);  ///< a re-INVITE: other address, hold, resume
  void stop();                                     ///< sending ends; what still arrives is counted

  [[nodiscard]] MediaCounts counts() const;
  [[nodiscard]] std::int64_t loss_share() const;  ///< in millionths
  [[nodiscard]] Duration jitter() const { return received_.jitter(); }

 private:
  RtpStream(net::Shard& shard, Random& random);
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
