#include "media_sockets.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include <cxload/base/crypto.hpp>
#include <cxload/media/g711.hpp>
#include <cxload/media/sender_clock.hpp>
#include <cxload/media/source.hpp>
#include <cxload/net/udp.hpp>
#include <cxload/rtp/packet.hpp>

namespace cxload::standin {
namespace {

constexpr std::size_t largest_packet = 1500;

/// Sends back what comes from the address the call agreed on, and nothing else: no reflector for strangers.
class EchoPort : public MediaPort {
 public:
  Outcome<> open(net::Shard& shard, const net::Address& address) {
    net::UdpSocket::Handlers handlers;
    handlers.on_datagram = [this](std::span<const std::byte> datagram, const net::Endpoint& from, TimePoint) {
      const bool is_peer = remote_ && remote_->wants_media && from.address == remote_->address.address;
      if (is_peer && datagram.size() <= largest_packet && rtp::looks_like_rtp(datagram))
        socket_->send(datagram, from);
    };
    auto socket = net::UdpSocket::open(shard, {address, 0}, std::move(handlers));
    if (!socket) return socket.error();
    socket_ = std::move(*socket);
    return {};
  }
  [[nodiscard]] std::uint16_t port() const override { return socket_->local().port; }
  void set_remote(const MediaRemote& remote) override { remote_ = remote; }

 private:
  std::unique_ptr<net::UdpSocket> socket_;
  std::optional<MediaRemote> remote_;
};

/// 1 kHz is eight samples at 8 kHz: every frame is the same.
std::array<std::byte, media::frame_samples> make_tone(bool is_pcma) {
  std::array<std::byte, media::frame_samples> frame;
  for (std::size_t i = 0; i < frame.size(); ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i % 8) / 8;
    const auto sample = static_cast<std::int16_t>(std::lround(8000 * std::sin(angle)));
    frame[i] = std::byte{is_pcma ? media::encode_pcma(sample) : media::encode_pcmu(sample)};
  }
  return frame;
}

class TonePort : public MediaPort {
 public:
  explicit TonePort(net::Shard& shard) : timer_(shard, [this](TimePoint now) { on_due(now); }) {
    std::array<std::byte, 10> random;
    crypto::random_bytes(random.data(), random.size());
    for (std::size_t i = 0; i < 4; ++i) ssrc_ = ssrc_ << 8 | std::to_integer<std::uint32_t>(random[i]);
    for (std::size_t i = 4; i < 8; ++i)
      first_timestamp_ = first_timestamp_ << 8 | std::to_integer<std::uint32_t>(random[i]);
    first_sequence_ = static_cast<std::uint16_t>(std::to_integer<unsigned>(random[8]) << 8 |
                                                 std::to_integer<unsigned>(random[9]));
  }

  Outcome<> open(net::Shard& shard, const net::Address& address) {
    net::UdpSocket::Handlers handlers;
    handlers.on_datagram = [](std::span<const std::byte>, const net::Endpoint&, TimePoint) {};
    auto socket = net::UdpSocket::open(shard, {address, 0}, std::move(handlers));
    if (!socket) return socket.error();
    socket_ = std::move(*socket);
    return {};
  }
  [[nodiscard]] std::uint16_t port() const override { return socket_->local().port; }

  void set_remote(const MediaRemote& remote) override {
    remote_ = remote;
    frame_ = make_tone(remote.is_pcma);
    if (!clock_) clock_.emplace(Clock::now(), media::frame_time);
    timer_.arm(clock_->next_deadline());
  }

 private:
  void on_due(TimePoint now) {
    const media::SenderClock::Due due = clock_->take_due(now);
    for (int i = 0; i < due.count; ++i)
      if (remote_.wants_media && remote_.address.port != 0) send(due.first + static_cast<std::uint64_t>(i));
    timer_.arm(clock_->next_deadline());
  }

  void send(std::uint64_t index) {
    std::array<std::byte, rtp::fixed_header_size + media::frame_samples> packet;
    rtp::Header header;
    header.payload_type = remote_.payload_type;
    header.marker = index == 0;
    header.sequence = {static_cast<std::uint16_t>(first_sequence_ + index)};
    header.timestamp = {static_cast<std::uint32_t>(first_timestamp_ + index * media::frame_samples)};
    header.ssrc = static_cast<rtp::Ssrc>(ssrc_);
    const auto whole = std::span(packet);
    rtp::write_header(header, whole.first<rtp::fixed_header_size>());
    std::copy(frame_.begin(), frame_.end(), packet.begin() + rtp::fixed_header_size);
    socket_->send(packet, remote_.address);
  }

  std::unique_ptr<net::UdpSocket> socket_;
  net::Timer timer_;
  std::optional<media::SenderClock> clock_;
  MediaRemote remote_;
  std::array<std::byte, media::frame_samples> frame_{};
  std::uint32_t ssrc_ = 0;
  std::uint32_t first_timestamp_ = 0;
  std::uint16_t first_sequence_ = 0;
};

template <class Port, class... Arguments>
std::unique_ptr<MediaPort> open_port(net::Shard& shard, const net::Address& address,
                                     Arguments&... arguments) {
  auto port = std::make_unique<Port>(arguments...);
  if (!port->open(shard, address)) return nullptr;
  return port;
}

}  // namespace

std::unique_ptr<MediaPort> MediaSockets::open(MediaKind kind) {
  if (kind == MediaKind::echo) return open_port<EchoPort>(shard_, address_);
  if (kind == MediaKind::tone) return open_port<TonePort>(shard_, address_, shard_);
  return nullptr;
}

}  // namespace cxload::standin
