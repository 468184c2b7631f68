#include <cxload/net/secure_channel.hpp>

#include "pipe.hpp"

namespace cxload::standin {
namespace {

class SecurePipe final : public MediaPipe, private net::SecureChannelHandler {
 public:
  explicit SecurePipe(OnRtp on_rtp) : on_rtp_(std::move(on_rtp)) {}
  ~SecurePipe() override {
    if (channel_) channel_->close();
  }

  bool open(net::Shard& shard, const net::Address& address, Random& random) {
    auto channel =
        net::SecureChannel::open(shard, address, random, static_cast<net::SecureChannelHandler&>(*this));
    if (!channel) return false;
    channel_ = std::move(*channel);
    return true;
  }

  [[nodiscard]] std::uint16_t port() const override { return channel_->port(); }
  void set_remote(const net::Endpoint&) override {}  // ICE has found it
  void send(PacketBuffer& buffer, std::size_t size) override { (void)channel_->send_rtp(buffer, size); }
  Outcome<> accept_offer(const sdp::SecureTransport& offer) override { return channel_->accept(offer, true); }
  sdp::SecureTransport describe_answer() override { return channel_->describe(false); }

 private:
  void on_channel_open(Duration, Duration) override {}
  void on_channel_rtp(std::span<const std::byte> packet, TimePoint) override { on_rtp_(packet); }
  void on_channel_rtcp(std::span<const std::byte>, TimePoint) override {}
  void on_channel_failed(const Failure&) override {}  // the call is silent; its phone says why

  OnRtp on_rtp_;
  std::unique_ptr<net::SecureChannel> channel_;
};

}  // namespace

std::unique_ptr<MediaPipe> open_secure_pipe(net::Shard& shard, const net::Address& address, Random& random,
                                            MediaPipe::OnRtp on_rtp) {
  auto pipe = std::make_unique<SecurePipe>(std::move(on_rtp));
  if (!pipe->open(shard, address, random)) return nullptr;
  return pipe;
}

}  // namespace cxload::standin
