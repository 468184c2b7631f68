#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include <cxload/net/udp.hpp>
#include <cxload/net/udp_hub.hpp>

#include "dns/udp_targets.hpp"
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
    return at == std::string_view::npos ? std::string_view()
                                        : take(datagram, at + branch_cookie.size(), token_size);
  }
  const std::string_view line = datagram.substr(0, datagram.find('\r'));
  const std::size_t user = line.find("sip:");
  if (user == std::string_view::npos || line.find('@', user) == std::string_view::npos) return {};
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

  [[nodiscard]] bool was_open_at_once() const override { return was_open_at_once_; }
  [[nodiscard]] bool move_on(const Endpoint& from) override;

  void tell_open(const ConnectTimes& times);
  void tell_moved(const Failure& failure);
  void tell_closed(const Failure& failure);
  void on_datagram(std::string_view message, TimePoint arrived) {
    handler_.on_link_message(message, arrived);
  }
  [[nodiscard]] const std::string& token() const { return token_; }

 private:
  UdpHub& hub_;
  std::string token_;
  LinkHandler& handler_;
  Timer news_;  ///< delivers open, moved and closed from the loop, never from inside a call
  std::optional<ConnectTimes> opened_;
  std::optional<Failure> moved_;
  std::optional<Failure> closed_;
  bool was_open_at_once_ = false;
};

class UdpHub {
 public:
  UdpHub(Shard& shard, const Door& door, std::size_t token_size)
      : shard_(shard),
        door_(door),
        token_size_(token_size),
        targets_(shard, door),
        patience_(shard, [this](TimePoint) {
          targets_.stop();
          on_first_target(Failure("dns.timeout", fmt::format("looking up {} took too long", door_.host)));
        }) {}

  /// True when the socket is open; otherwise the link will be told.
  [[nodiscard]] bool attach(HubLink& link);
  void detach(const HubLink& link);
  TimePoint send(std::string_view bytes);
  [[nodiscard]] Endpoint local() const { return socket_ ? socket_->local() : Endpoint(); }
  [[nodiscard]] Endpoint remote() const { return socket_ ? targets_.current() : Endpoint(); }
  [[nodiscard]] bool move_on(const Endpoint& from);
  [[nodiscard]] std::uint64_t stray() const { return stray_; }
  [[nodiscard]] const UdpHubs::Foreign& foreign() const { return foreign_; }

 private:
  void on_first_target(const Outcome<Endpoint>& target);
  Outcome<> open_socket();
  void on_error(const Endpoint& to, const Failure& failure);
  void note_foreign(const Endpoint& from) {
    if (foreign_.datagrams++ == 0) foreign_.first = from;
  }
  void fail(const Failure& failure);
  void on_datagram(std::span<const std::byte> datagram, TimePoint arrived);

  Shard& shard_;
  const Door& door_;
  std::size_t token_size_;
  std::unordered_map<std::string_view, HubLink*> links_;  ///< keys are the links' own tokens
  UdpTargets targets_;
  Timer patience_;  ///< with the name servers
  std::unique_ptr<UdpSocket> socket_;
  std::uint64_t stray_ = 0;
  Endpoint former_{};  ///< the target before this one: its answers may still be on their way
  UdpHubs::Foreign foreign_;
};

bool UdpHub::attach(HubLink& link) {
  links_.erase(link.token());  // of the phone's former link: that one's text must not stay the key
  links_.emplace(link.token(), &link);
  if (socket_) return true;
  if (!patience_.is_armed()) {
    patience_.arm(Clock::now() + door_.connect_timeout);
    targets_.start([this](const Outcome<Endpoint>& target) { on_first_target(target); });
  }
  return false;
}

void UdpHub::detach(const HubLink& link) {
  const auto found = links_.find(link.token());
  if (found != links_.end() && found->second == &link) links_.erase(found);
}

void UdpHub::on_first_target(const Outcome<Endpoint>& target) {
  patience_.disarm();
  if (!target) return fail(target.error());
  const Outcome<> opened = open_socket();
  if (!opened) return fail(opened.error());
  // The lookup is shared: the phones that waited for it tell of it, later ones had none.
  ConnectTimes times;
  times.dns = targets_.lookup_time();
  for (const auto& [token, link] : links_) link->tell_open(times);
}

Outcome<> UdpHub::open_socket() {
  const Outcome<Address> own =
      door_.bind ? Outcome<Address>(*door_.bind) : local_address_towards(targets_.current());
  if (!own) return own.error();
  if (socket_ && socket_->local().address == *own) return {};  // as good for the next target
  UdpSocket::Handlers handlers;
  handlers.on_datagram = [this](std::span<const std::byte> datagram, const Endpoint& from,
                                TimePoint arrived) {
    if (from.address != targets_.current().address && former_.address != from.address) note_foreign(from);
    on_datagram(datagram, arrived);
  };
  handlers.on_error = [this](const Endpoint& to, const Failure& failure) { on_error(to, failure); };
  Outcome<std::unique_ptr<UdpSocket>> socket =
      UdpSocket::open(shard_, Endpoint{*own, 0}, std::move(handlers));
  if (!socket) return socket.error();
  socket_ = std::move(*socket);
  return {};
}

/// RFC 3261 18.4: an ICMP error ends what was under way; RFC 3263 4.3: then the next target, if there is one.
void UdpHub::on_error(const Endpoint& to, const Failure& failure) {
  if (!socket_ || to != targets_.current()) return;  // of a place that was left already
  if (!move_on(to)) return fail(failure);
  for (const auto& [token, link] : links_) link->tell_moved(failure);
}

bool UdpHub::move_on(const Endpoint& from) {
  if (!socket_) return false;
  if (from != targets_.current()) return true;
  while (targets_.move_on()) {
    const Outcome<> opened = open_socket();
    former_ = from;
    if (opened) return true;
  }
  return false;
}

void UdpHub::fail(const Failure& failure) {
  for (const auto& [token, link] : links_) link->tell_closed(failure);
  // The socket itself stays good, but after several targets the next phone begins with the first again.
  if (targets_.has_moved()) socket_.reset();
  links_.clear();
}

TimePoint UdpHub::send(std::string_view bytes) {
  const TimePoint now = Clock::now();
  if (socket_) socket_->send(std::as_bytes(std::span(bytes)), targets_.current());
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
        } else if (const auto times = std::exchange(opened_, std::nullopt)) {
          handler_.on_link_open(*times);
        } else if (const auto why = std::exchange(moved_, std::nullopt)) {
          handler_.on_link_moved(*why);
        }
      }) {
  was_open_at_once_ = hub_.attach(*this);
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

bool HubLink::move_on(const Endpoint& from) { return hub_.move_on(from); }

void HubLink::tell_moved(const Failure& failure) {
  moved_ = failure;
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

UdpHubs::Foreign UdpHubs::foreign() const {
  Foreign sum;
  for (const auto& [door, hub] : hubs_) {
    if (sum.datagrams == 0) sum.first = hub->foreign().first;
    sum.datagrams += hub->foreign().datagrams;
  }
  return sum;
}

std::uint64_t UdpHubs::stray() const {
  std::uint64_t sum = 0;
  for (const auto& [door, hub] : hubs_) sum += hub->stray();
  return sum;
}

}  // namespace cxload::net
