#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>

#include <cxload/net/udp.hpp>
#include <cxload/net/udp_hub.hpp>

#include "route.hpp"

namespace cxload::net {
namespace {

constexpr std::string_view branch_cookie = "branch=z9hG4bK";

/// `token_size` characters at `at`, or nothing when the text ends before.
std::string_view take(std::string_view text, std::size_t at, std::size_t token_size) {
  return at <= text.size() && text.size() - at >= token_size ? text.substr(at, token_size)
                                                             : std::string_view();
}

}  // namespace

std::string_view hub_token(std::string_view datagram, std::size_t token_size) {
  while (datagram.starts_with("\r\n")) datagram.remove_prefix(2);
  if (datagram.starts_with("SIP/2.0")) {
    const std::size_t at = datagram.find(branch_cookie);
    return at == datagram.npos ? std::string_view() : take(datagram, at + branch_cookie.size(), token_size);
  }
  const std::string_view line = datagram.substr(0, datagram.find('\r'));
  const std::size_t user = line.find("sip:");
  if (user == line.npos || line.find('@', user) == line.npos) return {};
  return take(line, user + 4, token_size);
}

/// A phone's share of the hub.
class HubLink final : public Link {
 public:
  HubLink(UdpHub& hub, Shard& shard, std::string token, LinkHandler& handler);
  ~HubLink() override;

  TimePoint send(std::string_view message) override;
  void send_keepalive() override;
  void close() override;
  [[nodiscard]] Scheme scheme() const override { return Scheme::udp; }
  [[nodiscard]] Endpoint local() const override;
  [[nodiscard]] Endpoint remote() const override;

  void tell_open(const ConnectTimes& times);
  void tell_closed(const Failure& failure);
  void on_datagram(std::string_view message, TimePoint arrived) {
    handler_.on_link_message(message, arrived);
  }
  [[nodiscard]] const std::string& token() const { return token_; }

 private:
  UdpHub& hub_;
  std::string token_;
  LinkHandler& handler_;
  Timer news_;  ///< delivers open and closed from the loop, never from inside a call
  std::optional<ConnectTimes> opened_;
  std::optional<Failure> closed_;
};

class UdpHub {
 public:
  UdpHub(Shard& shard, const Door& door, std::size_t token_size)
      : shard_(shard), door_(door), token_size_(token_size) {}

  void attach(HubLink& link);
  void detach(const HubLink& link);
  TimePoint send(std::string_view bytes);
  [[nodiscard]] Endpoint local() const { return socket_ ? socket_->local() : Endpoint(); }
  [[nodiscard]] Endpoint remote() const { return remote_; }
  [[nodiscard]] std::uint64_t stray() const { return stray_; }

 private:
  Awaitable<void> start();
  Outcome<> open_socket();
  void fail(const Failure& failure);
  void on_datagram(std::span<const std::byte> datagram, TimePoint arrived);

  Shard& shard_;
  const Door& door_;
  std::size_t token_size_;
  std::unordered_map<std::string_view, HubLink*> links_;  ///< keys are the links' own tokens
  std::unique_ptr<UdpSocket> socket_;
  Endpoint remote_;
  bool starting_ = false;
  std::uint64_t stray_ = 0;
};

void UdpHub::attach(HubLink& link) {
  links_.erase(link.token());  // of the phone's former link: that one's text must not stay the key
  links_.emplace(link.token(), &link);
  if (socket_) {
    link.tell_open({});
  } else if (!starting_) {
    starting_ = true;
    shard_.spawn(start());
  }
}

void UdpHub::detach(const HubLink& link) {
  const auto found = links_.find(link.token());
  if (found != links_.end() && found->second == &link) links_.erase(found);
}

Awaitable<void> UdpHub::start() {
  const TimePoint begun = Clock::now();
  const Outcome<Endpoint> found = co_await resolve(shard_, door_);
  starting_ = false;
  if (!found) {
    fail(found.error());
    co_return;
  }
  remote_ = *found;
  const Outcome<> opened = open_socket();
  if (!opened) {
    fail(opened.error());
    co_return;
  }
  // The lookup is shared: the phones that waited for it tell of it, later ones had none.
  ConnectTimes times;
  if (!Address::parse(door_.host)) times.dns = Clock::now() - begun;
  for (const auto& [token, link] : links_) link->tell_open(times);
}

Outcome<> UdpHub::open_socket() {
  const Outcome<Address> own = door_.bind ? Outcome<Address>(*door_.bind) : local_address_towards(remote_);
  if (!own) return own.error();
  UdpSocket::Handlers handlers;
  handlers.on_datagram = [this](std::span<const std::byte> datagram, const Endpoint&, TimePoint arrived) {
    on_datagram(datagram, arrived);
  };
  handlers.on_error = [this](const Endpoint&, const Failure& failure) { fail(failure); };
  Outcome<std::unique_ptr<UdpSocket>> socket =
      UdpSocket::open(shard_, Endpoint{*own, 0}, std::move(handlers));
  if (!socket) return socket.error();
  socket_ = std::move(*socket);
  return {};
}

void UdpHub::fail(const Failure& failure) {
  // RFC 3261 18.4: an ICMP error ends what was under way; the socket itself stays good.
  for (const auto& [token, link] : links_) link->tell_closed(failure);
  links_.clear();
}

TimePoint UdpHub::send(std::string_view bytes) {
  const TimePoint now = Clock::now();
  if (socket_) socket_->send(std::as_bytes(std::span(bytes)), remote_);
  return now;
}

void UdpHub::on_datagram(std::span<const std::byte> datagram, TimePoint arrived) {
  const std::string_view bytes(reinterpret_cast<const char*>(datagram.data()), datagram.size());
  const auto link = links_.find(hub_token(bytes, token_size_));
  if (link == links_.end()) {
    ++stray_;
  } else {
    link->second->on_datagram(bytes, arrived);
  }
}

HubLink::HubLink(UdpHub& hub, Shard& shard, std::string token, LinkHandler& handler)
    : hub_(hub), token_(std::move(token)), handler_(handler), news_(shard, [this](TimePoint) {
        // Copies: the handler may destroy the link.
        if (closed_) {
          const Failure failure = *closed_;
          handler_.on_link_closed(failure);
        } else if (opened_) {
          const ConnectTimes times = *opened_;
          handler_.on_link_open(times);
        }
      }) {
  hub_.attach(*this);
}

HubLink::~HubLink() { hub_.detach(*this); }

TimePoint HubLink::send(std::string_view message) { return hub_.send(message); }
void HubLink::send_keepalive() { hub_.send("\r\n\r\n"); }
void HubLink::close() {
  hub_.detach(*this);
  news_.disarm();
}
Endpoint HubLink::local() const { return hub_.local(); }
Endpoint HubLink::remote() const { return hub_.remote(); }

void HubLink::tell_open(const ConnectTimes& times) {
  opened_ = times;
  news_.arm(Clock::now());
}

void HubLink::tell_closed(const Failure& failure) {
  closed_ = failure;
  news_.arm(Clock::now());
}

UdpHubs::UdpHubs(Shard& shard, std::size_t token_size) : shard_(shard), token_size_(token_size) {}
UdpHubs::~UdpHubs() = default;

std::unique_ptr<Link> UdpHubs::open(const Door& door, std::string token, LinkHandler& handler) {
  std::unique_ptr<UdpHub>& hub = hubs_[&door];
  if (!hub) hub = std::make_unique<UdpHub>(shard_, door, token_size_);
  return std::make_unique<HubLink>(*hub, shard_, std::move(token), handler);
}

std::uint64_t UdpHubs::stray() const {
  std::uint64_t sum = 0;
  for (const auto& [door, hub] : hubs_) sum += hub->stray();
  return sum;
}

}  // namespace cxload::net
