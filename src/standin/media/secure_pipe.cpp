#include "pipe.hpp"

namespace cxload::standin {
namespace {

class SecurePipe final : public MediaPipe, private net::SecureChannelHandler {
 public:
  explicit SecurePipe(Hears hears) : hears_(std::move(hears)) {}
  ~SecurePipe() override {
    if (channel_) channel_->close();
  }

  bool open(net::Shard& shard, const net::Address& address, Random& random,
            const net::ChannelManners& manners) {
    auto channel =
        net::SecureChannel::open(shard, address, random, static_cast<net::SecureChannelHandler&>(*this));
    if (!channel) return false;
    channel_ = std::move(*channel);
    channel_->behave(manners);
    return true;
  }

  [[nodiscard]] std::uint16_t port() const override { return channel_->port(); }
  void set_remote(const net::Endpoint&, const net::Endpoint&) override {}  // ICE has found it
  void send(PacketBuffer& buffer, std::size_t size) override { (void)channel_->send_rtp(buffer, size); }
  void send_rtcp(PacketBuffer& buffer, std::size_t size) override { (void)channel_->send_rtcp(buffer, size); }
  void send_clear(PacketBuffer& buffer, std::size_t size) override {
    channel_->send_clear(std::span(buffer).first(size));
  }
  Outcome<> accept(const sdp::SecureTransport& remote, bool is_offer) override {
    return channel_->accept(remote, is_offer);
  }
  sdp::SecureTransport describe(bool is_offer) override { return channel_->describe(is_offer); }

 private:
  void on_channel_open(Duration, Duration) override {}
  void on_channel_rtp(std::span<const std::byte> packet, TimePoint) override { hears_.rtp(packet); }
  void on_channel_rtcp(std::span<const std::byte> compound, TimePoint) override {
    if (hears_.rtcp) hears_.rtcp(compound);
  }
  void on_channel_failed(const Failure&) override {}  // the call is silent; its phone says why

  Hears hears_;
  std::unique_ptr<net::SecureChannel> channel_;
};

}  // namespace

std::unique_ptr<MediaPipe> open_secure_pipe(net::Shard& shard, const net::Address& address, Random& random,
                                            const net::ChannelManners& manners, MediaPipe::Hears hears) {
  auto pipe = std::make_unique<SecurePipe>(std::move(hears));
  if (!pipe->open(shard, address, random, manners)) return nullptr;
  return pipe;
}

}  // namespace cxload::standin
