// SIP over UDP with a socket of its own (RFC 3261 18.1.1).
#include <fmt/format.h>

#include <cxload/net/impairment.hpp>
#include <cxload/net/udp.hpp>

#include "dns/udp_targets.hpp"
#include "link_body.hpp"
#include "route.hpp"

namespace cxload::net {
namespace {

class UdpLink final : public LinkBody {
 public:
  UdpLink(Shard& shard, const Door& door, LinkHandler& handler)
      : shard_(shard),
        door_(door),
        handler_(&handler),
        timer_(shard, [this](TimePoint) { on_timer(); }),
        targets_(shard, door) {}

  void start() override;
  TimePoint send(std::string_view message) override;
  void send_keepalive() override { send("\r\n\r\n"); }
  void impair(const BadNetwork& network) override { network_ = network; }
  [[nodiscard]] bool move_on(const Endpoint& from) override;
  void close() override { end(); }
  [[nodiscard]] bool abandon() override {
    end();
    return false;
  }
  [[nodiscard]] Scheme scheme() const override { return Scheme::udp; }
  [[nodiscard]] Endpoint local() const override { return socket_ ? socket_->local() : Endpoint{}; }
  [[nodiscard]] Endpoint remote() const override { return socket_ ? targets_.current() : Endpoint{}; }

 private:
  void on_first_target(const Outcome<Endpoint>& target);
  [[nodiscard]] Outcome<> open_socket();
  void on_error(const Endpoint& to, const Failure& failure);
  void on_datagram(std::string_view bytes, const Endpoint& from, TimePoint arrived);
  void on_timer();
  void end();
  void fail(const Failure& failure);

  Shard& shard_;
  const Door& door_;
  LinkHandler* handler_;  ///< null: dead
  Timer timer_;
  UdpTargets targets_;
  BadNetwork network_{{}, Random(0)};
  std::unique_ptr<UdpSocket> socket_;
};

void UdpLink::start() {
  if (handler_ == nullptr) return;
  timer_.arm(Clock::now() + door_.connect_timeout);
  targets_.start([this](const Outcome<Endpoint>& target) { on_first_target(target); });
}

void UdpLink::on_first_target(const Outcome<Endpoint>& target) {
  timer_.disarm();
  if (!target) return fail(target.error());
  const Outcome<> opened = open_socket();
  if (!opened) return fail(opened.error());
  ConnectTimes times;
  times.dns = targets_.lookup_time();
  handler_->on_link_open(times);
}

Outcome<> UdpLink::open_socket() {
  // Bound to the very address that is used, so that local() can stand in a Via and a Contact.
  const Outcome<Address> source = door_.bind ? *door_.bind : local_address_towards(targets_.current());
  if (!source) return source.error();
  if (socket_ && socket_->local().address == *source) return {};  // as good for the next target
  UdpSocket::Handlers handlers;
  handlers.on_datagram = [this](std::span<const std::byte> bytes, const Endpoint& from, TimePoint arrived) {
    on_datagram({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, from, arrived);
  };
  handlers.on_error = [this](const Endpoint& to, const Failure& failure) { on_error(to, failure); };
  auto opened =
      open_impaired(shard_, Endpoint{*source, 0}, std::move(handlers), network_.profile, network_.random);
  if (!opened) return opened.error();
  socket_ = std::move(*opened);
  return {};
}

/// RFC 3261 18.4: an ICMP error is a transport error of the request it answers. RFC 3263 4.3: then the next.
void UdpLink::on_error(const Endpoint& to, const Failure& failure) {
  if (handler_ == nullptr || to != targets_.current()) return;  // of a place that was left already
  if (!move_on(to)) return fail(failure);
  handler_->on_link_moved(failure);
}

bool UdpLink::move_on(const Endpoint& from) {
  if (handler_ == nullptr || !socket_) return false;
  if (from != targets_.current()) return true;
  while (targets_.move_on()) {
    const Outcome<> opened = open_socket();
    if (opened) return true;
  }
  return false;
}

void UdpLink::on_datagram(std::string_view bytes, const Endpoint&, TimePoint arrived) {
  if (handler_ == nullptr) return;
  if (bytes == "\r\n\r\n")
    send("\r\n");
  else if (!bytes.empty())
    handler_->on_link_message(bytes, arrived);
}

TimePoint UdpLink::send(std::string_view message) {
  const TimePoint now = Clock::now();
  if (socket_) socket_->send(std::as_bytes(std::span(message)), targets_.current());
  return now;
}

void UdpLink::on_timer() { fail({"dns.timeout", fmt::format("looking up {} took too long", door_.host)}); }

void UdpLink::end() {
  handler_ = nullptr;
  timer_.disarm();
  targets_.stop();
  socket_.reset();
}

void UdpLink::fail(const Failure& failure) {
  LinkHandler* const handler = handler_;
  end();
  if (handler != nullptr) handler->on_link_closed(failure);
}

}  // namespace

std::unique_ptr<LinkBody> make_udp_link(Shard& shard, const Door& door, LinkHandler& handler) {
  return std::make_unique<UdpLink>(shard, door, handler);
}

}  // namespace cxload::net
