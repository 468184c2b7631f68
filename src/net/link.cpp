#include <array>

#include <boost/asio/post.hpp>

#include <cxload/net/link.hpp>

#include "link_body.hpp"

namespace cxload::net {
namespace {

#define X(name, via, parameter, port, trait, naptr, srv, link) &make_##link##_link,
constexpr std::array makers = {CXLOAD_TRANSPORTS(X)};
#undef X

/// What the phone holds. The body outlives it by a turn of the loop, or by the orderly end of the connection.
class OwnedLink final : public Link {
 public:
  OwnedLink(Shard& shard, std::unique_ptr<LinkBody> body) : shard_(shard), body_(std::move(body)) {}
  ~OwnedLink() override {
    if (body_->abandon())
      shard_.impl().adopt(std::move(body_));
    else
      shard_.impl().bury(std::move(body_));
  }
  TimePoint send(std::string_view message) override { return body_->send(message); }
  void send_keepalive() override { body_->send_keepalive(); }
  void send_ping() override { body_->send_ping(); }
  [[nodiscard]] bool move_on(const Endpoint& from) override { return body_->move_on(from); }
  [[nodiscard]] TlsTicket take_ticket() override { return body_->take_ticket(); }
  void resume(const TlsTicket& ticket) override { body_->resume(ticket); }
  void impair(const BadNetwork& network) override { body_->impair(network); }
  void close() override { body_->close(); }
  [[nodiscard]] Scheme scheme() const override { return body_->scheme(); }
  [[nodiscard]] Endpoint local() const override { return body_->local(); }
  [[nodiscard]] Endpoint remote() const override { return body_->remote(); }

 private:
  Shard& shard_;
  std::unique_ptr<LinkBody> body_;
};

}  // namespace

std::unique_ptr<Link> open_link(Shard& shard, const Door& door, LinkHandler& handler) {
  std::unique_ptr<LinkBody> body = makers.at(static_cast<std::size_t>(door.scheme))(shard, door, handler);
  // Work is handled in the order it came, so a body buried meanwhile is still there when this runs.
  asio::post(shard.impl().context, [started = body.get()] { started->start(); });
  return std::make_unique<OwnedLink>(shard, std::move(body));
}

}  // namespace cxload::net
