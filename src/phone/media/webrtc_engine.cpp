// WebRtcEngine: media as a browser has it: ICE, DTLS-SRTP, RTP and RTCP on one port.
#include <fmt/format.h>

#include <cxload/net/secure_channel.hpp>

#include "../audio/audio_stream.hpp"
#include "media_engine.hpp"

namespace cxload::phone {
namespace {

/// Frames without a way to go, two seconds of them: no call is that slow to begin.
constexpr std::uint64_t enough_to_be_heard = 100;

class WebRtcEngine final : public MediaEngine, private net::SecureChannelHandler {
 public:
  WebRtcEngine(net::Shard& shard, Random& random, const net::NetworkProfile& network)
      : shard_(shard),
        random_(random),
        network_(network),
        audio_(
            shard, random,
            [this](std::span<std::byte> buffer, std::size_t size) {
              return channel_->send_rtp(buffer, size);
            },
            [this](std::span<std::byte> buffer, std::size_t size) {
              return channel_->send_rtcp(buffer, size);
            }) {}

  [[nodiscard]] AudioStream* audio() override { return &audio_; }
  [[nodiscard]] sdp::Keying keying() const override { return sdp::Keying::dtls; }

  Outcome<std::uint16_t> open(const net::Address& address) override {
    if (!channel_) {
      auto channel = net::SecureChannel::open(shard_, address, random_,
                                              static_cast<SecureChannelHandler&>(*this), network_);
      if (!channel) return channel.error();
      channel_ = std::move(*channel);
      net::ChannelManners manners;
      manners.may_reach = may_reach_;
      channel_->behave(manners);
    }
    return channel_->port();
  }

  bool gather(const net::Address& address, const net::IceServers& servers,
              const Gathered& on_gathered) override {
    const bool is_under_way = on_gathered_ != nullptr;
    if (servers.empty() || has_gathered_ || !open(address)) return true;
    on_gathered_ = on_gathered;
    if (!is_under_way) channel_->gather(servers);
    return false;
  }
  void guard(const MayReach& may_reach) override { may_reach_ = may_reach; }
  void trickle(std::string_view fragment) override {
    if (channel_) channel_->trickle(sdp::read_trickle(fragment));
  }

  void describe(sdp::SessionDescription& own, sdp::Media& media, bool is_offer) override {
    sdp::SecureTransport transport = channel_->describe(is_offer);
    transport.ssrc = static_cast<std::uint32_t>(audio_.ssrc());
    transport.cname = audio_.cname();
    sdp::write_transport(own, media, transport);
    if (const auto shown = channel_->shown()) {
      media.port = shown->port;
      media.connection =
          sdp::Connection{"IN", shown->address.is_v4() ? "IP4" : "IP6", shown->address.to_string()};
    }
  }

  Outcome<> hear(const sdp::SessionDescription& theirs, const sdp::Media& media, bool is_offer) override {
    const auto transport = sdp::read_transport(theirs, media);
    if (!transport)
      return Failure{"sip.bad_sdp", "the description lacks credentials of ICE or the fingerprint of DTLS"};
    // RFC 9429 4.1.1: browsers bundle and multiplex, and fail where an answer does not.
    if (!is_offer && !transport->has_rtcp_mux)
      return Failure{"sip.bad_answer", "the answer lacks a=rtcp-mux, on which browsers insist"};
    return channel_->accept(*transport, is_offer);
  }

  void watch(const Watch& watch) override { watch_ = watch; }
  TimePoint start(const sdp::AgreedStream& agreed, std::function<void(TimePoint)> on_first) override {
    audio_.agree(agreed);
    return audio_.start(std::move(on_first));
  }
  void retarget(const sdp::AgreedStream& agreed) override { audio_.agree(agreed); }
  void stop() override {
    audio_.stop();
    if (channel_) channel_->close();
  }
  [[nodiscard]] std::optional<Failure> failure() const override;

 private:
  void on_channel_gathered(const std::vector<net::IceServerReport>& reports) override {
    has_gathered_ = true;
    if (const Gathered tell = std::exchange(on_gathered_, nullptr)) tell(reports);
  }
  void on_channel_open(Duration ice, Duration dtls) override {
    if (watch_) watch_(ice, dtls);
  }
  void on_channel_rtp(std::span<const std::byte> packet, TimePoint arrived) override {
    audio_.on_packet(packet, arrived);
  }
  void on_channel_rtcp(std::span<const std::byte> compound, TimePoint arrived) override {
    audio_.on_rtcp(compound, arrived);
  }
  void on_channel_failed(const Failure& failure) override { failure_ = failure; }

  net::Shard& shard_;
  Random& random_;
  net::NetworkProfile network_;
  MayReach may_reach_;
  std::unique_ptr<net::SecureChannel> channel_;
  AudioStream audio_;
  Watch watch_;
  Gathered on_gathered_;  ///< while servers are asked
  bool has_gathered_ = false;
  std::optional<Failure> failure_;
};

std::optional<Failure> WebRtcEngine::failure() const {
  if (failure_ || !channel_) return failure_;
  // A call that ends before ICE or DTLS give up carried nothing all the same.
  if (audio_.unsent() >= enough_to_be_heard && channel_->phase() == "ice")
    return Failure{"ice.failed", "no pair of candidates worked until the call ended"};
  if (audio_.unsent() >= enough_to_be_heard && channel_->phase() == "dtls")
    return Failure{"dtls.timeout", "the far end had not finished the DTLS handshake when the call ended"};
  const net::SecureChannelCounts& counts = channel_->counts();
  if (counts.crowded > 0) return Failure{"rtp.ssrc", "the far end used more SSRCs than any call needs"};
  if (auto replayed = judge_repeats(counts.replayed, audio_.counts().received)) return replayed;
  if (audio_.has_heard() || counts.forged + counts.strange == 0) return std::nullopt;
  if (counts.forged == 0)
    return Failure{"rtp.garbage", fmt::format("{} datagrams came, and none was SRTP", counts.strange)};
  return Failure{"srtp.auth", fmt::format("{} packets came, and none was protected with the keys agreed on",
                                          counts.forged)};
}

}  // namespace

std::unique_ptr<MediaEngine> make_webrtc_engine(net::Shard& shard, Random& random,
                                                const net::NetworkProfile& network) {
  return std::make_unique<WebRtcEngine>(shard, random, network);
}

}  // namespace cxload::phone
