#include "rtp_engine.hpp"

#include <algorithm>
#include <array>

#include <cxload/base/text.hpp>
#include <cxload/rtp/packet.hpp>

namespace cxload::phone {

RtpEngine::RtpEngine(net::Shard& shard, Random& random)
    : shard_(shard),
      pacer_(shard, [this](TimePoint now) { on_due(now); }),
      ssrc_(static_cast<rtp::Ssrc>(random.next() & 0xFFFFFFFFU)),
      first_sequence_{static_cast<std::uint16_t>(random.next())},
      first_timestamp_{static_cast<std::uint32_t>(random.next())} {}

std::unique_ptr<MediaEngine> make_rtp_engine(net::Shard& shard, Random& random) {
  return std::make_unique<RtpEngine>(shard, random);
}

Outcome<std::uint16_t> RtpEngine::open(const net::Address& address) {
  if (!socket_) {
    net::UdpSocket::Handlers handlers;
    handlers.on_datagram = [this](std::span<const std::byte> datagram, const net::Endpoint&,
                                  TimePoint arrived) { on_datagram(datagram, arrived); };
    Outcome<std::unique_ptr<net::UdpSocket>> socket =
        net::UdpSocket::open(shard_, {address, 0}, std::move(handlers));
    if (!socket) return socket.error();
    socket_ = std::move(*socket);
  }
  return socket_->local().port;
}

void RtpEngine::start(const sdp::AgreedStream& agreed, std::function<void(TimePoint)> on_first) {
  on_first_ = std::move(on_first);
  source_ = media::Source::speech(text::iequals(agreed.codec.encoding, "PCMA") ? media::Law::pcma
                                                                               : media::Law::pcmu);
  retarget(agreed);
  pace_.emplace(shard_);
  clock_.emplace(Clock::now(), media::frame_time);
  pacer_.arm(clock_->next_deadline());
}

void RtpEngine::retarget(const sdp::AgreedStream& agreed) {
  payload_type_ = agreed.codec.payload_type;
  sends_ = sdp::sends(agreed.direction);
  const std::optional<net::Address> address = net::Address::parse(agreed.remote_address);
  remote_ = address ? std::optional(net::Endpoint{*address, agreed.remote_port}) : std::nullopt;
}

void RtpEngine::stop() {
  pacer_.disarm();
  pace_.reset();
  clock_.reset();
}

void RtpEngine::on_due(TimePoint now) {
  if (!clock_) return;
  const media::SenderClock::Due due = clock_->take_due(now);
  for (int i = 0; i < due.count; ++i) send_frame(due.first + static_cast<std::uint64_t>(i));
  pacer_.arm(clock_->next_deadline());
}

void RtpEngine::send_frame(std::uint64_t index) {
  if (!sends_ || !remote_) return;
  std::array<std::byte, rtp::fixed_header_size + media::frame_samples> packet;
  rtp::Header header;
  header.payload_type = payload_type_;
  header.marker = sent_ == 0;
  header.sequence = {static_cast<std::uint16_t>(first_sequence_.value + sent_)};
  header.timestamp = first_timestamp_.plus(static_cast<std::uint32_t>(index * media::frame_samples));
  header.ssrc = ssrc_;
  rtp::write_header(header, std::span(packet).first<rtp::fixed_header_size>());
  const auto frame = source_->frame(static_cast<std::size_t>(index));
  std::copy(frame.begin(), frame.end(), packet.begin() + rtp::fixed_header_size);
  socket_->send(packet, *remote_);
  ++sent_;
}

void RtpEngine::on_datagram(std::span<const std::byte> datagram, TimePoint arrived) {
  const Result<rtp::Packet> packet = rtp::parse_packet(datagram);
  if (!packet) return;  // RTCP, STUN or noise on the media port
  if (!remote_ssrc_) {
    remote_ssrc_ = packet->header.ssrc;
    if (on_first_) on_first_(arrived);
  }
  // RFC 3550 8.2: another source on the same port is another stream; this one goes on.
  if (packet->header.ssrc == *remote_ssrc_) received_.on_packet(packet->header, arrived);
}

MediaCounts RtpEngine::counts() const {
  MediaCounts counts;
  counts.sent = sent_;
  counts.received = received_.received();
  counts.lost = received_.lost();
  return counts;
}

std::int64_t RtpEngine::loss_share() const {
  const std::uint64_t expected = received_.expected();
  return expected == 0 ? 0 : static_cast<std::int64_t>(received_.lost() * 1'000'000 / expected);
}

}  // namespace cxload::phone
