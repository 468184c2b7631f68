#include <algorithm>
#include <queue>
#include <vector>

#include <cxload/net/impairment.hpp>

#include "impairment_terms.hpp"

namespace cxload::net {
namespace {

constexpr Duration longest_queue = std::chrono::milliseconds(200);
constexpr std::size_t most_under_way = 4096;

struct Packet {
  TimePoint due;
  std::uint64_t number = 0;  ///< keeps those of one instant in order
  std::vector<std::byte> bytes;
  Endpoint peer;
  bool is_sent = false;
};
struct Later {
  bool operator()(const Packet& a, const Packet& b) const {
    return std::pair(a.due, a.number) > std::pair(b.due, b.number);
  }
};

class ImpairedSocket final : public UdpSocket {
 public:
  ImpairedSocket(Shard& shard, Handlers handlers, const NetworkProfile& profile, Random& random)
      : handlers_(std::move(handlers)),
        out_(profile, Random(random.next())),
        in_(profile, Random(random.next())),
        timer_(shard, [this](TimePoint now) { on_due(now); }) {}

  Outcome<> open(Shard& shard, const Endpoint& local) {
    Handlers handlers;
    handlers.on_datagram = [this](std::span<const std::byte> datagram, const Endpoint& from,
                                  TimePoint arrived) { queue(in_, datagram, from, arrived, false); };
    handlers.on_error = handlers_.on_error;
    Outcome<std::unique_ptr<UdpSocket>> socket = UdpSocket::open(shard, local, std::move(handlers));
    if (!socket) return socket.error();
    socket_ = std::move(*socket);
    return {};
  }

  void send(std::span<const std::byte> datagram, const Endpoint& to) override {
    queue(out_, datagram, to, Clock::now(), true);
  }
  [[nodiscard]] Endpoint local() const override { return socket_->local(); }

 private:
  void queue(Impairment& way, std::span<const std::byte> datagram, const Endpoint& peer, TimePoint now,
             bool is_sent) {
    const Impairment::Fate fate = way.decide(datagram.size(), now);
    for (std::size_t i = 0; i < fate.copies && packets_.size() < most_under_way; ++i)
      packets_.push({fate.at, count_++, {datagram.begin(), datagram.end()}, peer, is_sent});
    if (!packets_.empty()) timer_.arm(packets_.top().due);
  }

  void on_due(TimePoint now) {
    while (!packets_.empty() && packets_.top().due <= now) {
      const Packet packet = packets_.top();
      packets_.pop();
      if (packet.is_sent)
        socket_->send(packet.bytes, packet.peer);
      else
        handlers_.on_datagram(packet.bytes, packet.peer, packet.due);
    }
    if (!packets_.empty()) timer_.arm(packets_.top().due);
  }

  Handlers handlers_;
  Impairment out_, in_;
  Timer timer_;
  std::priority_queue<Packet, std::vector<Packet>, Later> packets_;
  std::uint64_t count_ = 0;
  std::unique_ptr<UdpSocket> socket_;
};

}  // namespace

Duration swing_of(const NetworkProfile& profile) {
  return std::chrono::duration_cast<Duration>(profile.jitter * width_of_jitter);
}

bool NetworkProfile::is_clear() const { return *this == NetworkProfile(); }

bool NetworkProfile::touches_datagrams() const {
  NetworkProfile rest = *this;
  rest.is_websocket_blocked = false;
  return !rest.is_clear();
}

bool NetworkProfile::touches_streams() const {
  NetworkProfile rest = *this;
  rest.is_websocket_blocked = rest.is_blocked = false;
  rest.duplicate = 0;
  return !rest.is_clear();
}

Impairment::Impairment(const NetworkProfile& profile, const Random& random)
    : profile_(profile), random_(random), width_(swing_of(profile)) {}

/// Packets that may not overtake each other differ by less than was drawn; so draws are wider until the mean
/// difference is what was asked for. Up to a limit: packets that come all at once have no more to give.
void Impairment::follow_jitter(Duration delay) {
  constexpr int inertia = 256, widest = 8;
  if (is_crowded_ && last_delay_) {
    const Duration difference = delay > *last_delay_ ? delay - *last_delay_ : *last_delay_ - delay;
    const Duration drawn = swing_of(profile_);
    width_ = std::clamp(width_ + (profile_.jitter - difference) / inertia, drawn, drawn * widest);
  }
  last_delay_ = delay;
}

Impairment::Fate Impairment::decide(std::size_t size, TimePoint now) {
  // Always the same number of draws, so that one figure more leaves the others' packets as they were.
  const bool is_lost = random_.unit() < profile_.loss;
  const bool is_late = random_.unit() < profile_.reorder;
  const bool is_twice = random_.unit() < profile_.duplicate;
  const double swing = 2 * random_.unit() - 1;
  if (is_lost || profile_.is_blocked) return {};
  TimePoint sent = now;
  if (profile_.bytes_per_s > 0) {
    const std::chrono::duration<double> line(static_cast<double>(size) / profile_.bytes_per_s);
    sent = std::max(now, free_at_.value_or(now));
    if (sent - now > longest_queue) return {};
    sent += std::chrono::duration_cast<Duration>(line);
    free_at_ = sent;
  }
  const Duration delay = std::max(profile_.delay, width_);
  Fate fate{is_twice ? 2U : 1U, sent + delay + std::chrono::duration_cast<Duration>(width_ * swing)};
  if (is_late) {
    fate.at += held_back;
    return fate;
  }
  if (fate.at < last_ && profile_.jitter > Duration::zero()) is_crowded_ = true;
  fate.at = std::max(fate.at, last_);
  last_ = fate.at;
  follow_jitter(fate.at - now);
  return fate;
}

Outcome<std::unique_ptr<UdpSocket>> open_impaired(Shard& shard, const Endpoint& local,
                                                  UdpSocket::Handlers handlers, const NetworkProfile& profile,
                                                  Random& random) {
  if (!profile.touches_datagrams()) return UdpSocket::open(shard, local, std::move(handlers));
  auto socket = std::make_unique<ImpairedSocket>(shard, std::move(handlers), profile, random);
  const Outcome<> opened = socket->open(shard, local);
  if (!opened) return opened.error();
  return std::unique_ptr<UdpSocket>(std::move(socket));
}

}  // namespace cxload::net
