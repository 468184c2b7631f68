/// LinkBody: a link apart from its owner, so that it can be given up in the middle of its own calls.
#pragma once
#include <memory>

#include <cxload/net/link.hpp>

#include "shard_impl.hpp"

namespace cxload::net {

/// Threads: the shard's.
class LinkBody : public Mortal {
 public:
  virtual void start() = 0;  ///< from the loop
  virtual TimePoint send(std::string_view message) = 0;
  virtual void send_keepalive() = 0;
  virtual void send_ping() {}
  [[nodiscard]] virtual bool move_on(const Endpoint&) { return false; }
  [[nodiscard]] virtual TlsTicket take_ticket() { return nullptr; }
  virtual void resume(const TlsTicket& /*ticket*/) {}
  virtual void impair(const BadNetwork& /*network*/) {}
  virtual void close() = 0;
  /// The owner is gone: no more calls. True when an orderly end is still on its way; the body then calls
  /// Shard::Impl::release on itself when it has come.
  [[nodiscard]] virtual bool abandon() = 0;
  [[nodiscard]] virtual Scheme scheme() const = 0;
  [[nodiscard]] virtual Endpoint local() const = 0;
  [[nodiscard]] virtual Endpoint remote() const = 0;
};

// One function a transport, in its own file; schemes may share one.
#define X(name, via, parameter, port, trait, naptr, srv, link)                               \
  [[nodiscard]] std::unique_ptr<LinkBody> make_##link##_link(Shard& shard, const Door& door, \
                                                             LinkHandler& handler);
CXLOAD_TRANSPORTS(X)
#undef X

}  // namespace cxload::net
