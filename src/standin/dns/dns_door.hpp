/// DnsDoor: the name server's sockets, UDP and TCP on one port (RFC 7766 5).
#pragma once
#include <memory>
#include <set>

#include <cxload/net/udp.hpp>

#include "../doors/listener.hpp"
#include "responder.hpp"

namespace cxload::standin::dns {

/// Threads: its shard's.
class DnsDoor {
 public:
  /// Failure: local.bind, local.ports, local.descriptors.
  static Outcome<std::unique_ptr<DnsDoor>> open(net::Shard& shard, const net::Endpoint& local,
                                                Responder responder);
  ~DnsDoor();
  DnsDoor(const DnsDoor&) = delete;
  DnsDoor& operator=(const DnsDoor&) = delete;
  [[nodiscard]] net::Endpoint local() const { return udp_->local(); }
  void set_records(std::vector<Record> records) { responder_.set_records(std::move(records)); }

 private:
  class Connection;

  DnsDoor(net::Shard& shard, Responder responder) : shard_(shard), responder_(std::move(responder)) {}
  Outcome<> open_sockets(const net::Endpoint& local);
  void on_datagram(std::span<const std::byte> datagram, const net::Endpoint& from);
  void on_socket(boost::asio::ip::tcp::socket socket);

  net::Shard& shard_;
  Responder responder_;
  std::unique_ptr<net::UdpSocket> udp_;
  std::unique_ptr<Listener> tcp_;
  std::set<std::shared_ptr<Connection>> connections_;
};

}  // namespace cxload::standin::dns
