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
  virtual void close() = 0;
  /// The owner is gone: no more calls. True when an orderly end is still on its way; the body then calls
  /// Shard::Impl::release on itself when it has come.
  [[nodiscard]] virtual bool abandon() = 0;
  [[nodiscard]] virtual Scheme scheme() const = 0;
  [[nodiscard]] virtual Endpoint local() const = 0;
  [[nodiscard]] virtual Endpoint remote() const = 0;
};

// One line a transport: the table in link.cpp names these.
[[nodiscard]] std::unique_ptr<LinkBody> make_udp_link(Shard& shard, const Door& door, LinkHandler& handler);
[[nodiscard]] std::unique_ptr<LinkBody> make_sip_stream_link(Shard& shard, const Door& door,
                                                             LinkHandler& handler);
[[nodiscard]] std::unique_ptr<LinkBody> make_websocket_link(Shard& shard, const Door& door,
                                                            LinkHandler& handler);

}  // namespace cxload::net
