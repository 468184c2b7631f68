// SIP over UDP with a socket of its own (RFC 3261 18.1.1).
#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <cxload/net/udp.hpp>

#include "link_body.hpp"
#include "os_failure.hpp"
#include "resolver.hpp"
#include "route.hpp"
#include "socket_address.hpp"

namespace cxload::net {
namespace {

class UdpLink final : public LinkBody {
 public:
  UdpLink(Shard& shard, const Door& door, LinkHandler& handler)
      : shard_(shard), door_(door), handler_(&handler), timer_(shard, [this](TimePoint) { on_timer(); }) {}

  void start() override;
  TimePoint send(std::string_view message) override;
  void send_keepalive() override { send("\r\n\r\n"); }
  void close() override { end(); }
  [[nodiscard]] bool abandon() override {
    end();
    return false;
  }
  [[nodiscard]] Scheme scheme() const override { return Scheme::udp; }
  [[nodiscard]] Endpoint local() const override { return socket_ ? socket_->local() : Endpoint{}; }
  [[nodiscard]] Endpoint remote() const override { return remote_; }

 private:
  void on_addresses(const Outcome<Addresses>& found);
  void on_datagram(std::string_view bytes, const Endpoint& from, TimePoint arrived);
  void on_timer();
  void end();
  void fail(const Failure& failure);

  Shard& shard_;
  const Door& door_;
  LinkHandler* handler_;  ///< null: dead
  Timer timer_;
  std::unique_ptr<Lookup> lookup_;
  std::unique_ptr<UdpSocket> socket_;
  ConnectTimes times_;
  Endpoint remote_;
};

void UdpLink::start() {
  if (handler_ == nullptr) return;
  if (const auto known = resolve_at_once(door_)) return on_addresses(*known);
  timer_.arm(Clock::now() + door_.connect_timeout);
  lookup_ = std::make_unique<Lookup>(shard_, door_.host,
                                     [this, asked = Clock::now()](const Outcome<Addresses>& found) {
                                       times_.dns = Clock::now() - asked;
                                       timer_.disarm();
                                       on_addresses(found);
                                     });
}

void UdpLink::on_addresses(const Outcome<Addresses>& found) {
  lookup_.reset();
  if (!found) return fail(found.error());
  remote_ = Endpoint{found->front(), door_.port};
  // Bound to the very address that is used, so that local() can stand in a Via and a Contact.
  const Outcome<Address> source = door_.bind ? *door_.bind : local_address_towards(remote_);
  if (!source) return fail(source.error());
  UdpSocket::Handlers handlers;
  handlers.on_datagram = [this](std::span<const std::byte> bytes, const Endpoint& from, TimePoint arrived) {
    on_datagram({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, from, arrived);
  };
  // RFC 3261 18.4: an ICMP error is a transport error of the request it answers.
  handlers.on_error = [this](const Endpoint&, const Failure& failure) { fail(failure); };
  auto opened = UdpSocket::open(shard_, Endpoint{*source, 0}, std::move(handlers));
  if (!opened) return fail(opened.error());
  socket_ = std::move(*opened);
  handler_->on_link_open(times_);
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
  if (socket_) socket_->send(std::as_bytes(std::span(message)), remote_);
  return now;
}

void UdpLink::on_timer() { fail({"dns.timeout", fmt::format("looking up {} took too long", door_.host)}); }

void UdpLink::end() {
  handler_ = nullptr;
  timer_.disarm();
  lookup_.reset();
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
