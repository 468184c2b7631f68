/// Edge: the five doors, and every connection behind them.
#pragma once
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include <cxload/net/udp.hpp>
#include <cxload/standin/config.hpp>

#include "certificates.hpp"
#include "core/wire.hpp"
#include "doors/connection.hpp"
#include "doors/listener.hpp"

namespace cxload::standin {

/// What the edge reports to: the core, and its timer.
class EdgeHandler {
 public:
  virtual void on_edge_message(const Flow& flow, std::string_view message) = 0;
  virtual void on_edge_closed(const Flow& flow) = 0;
  [[nodiscard]] virtual const Behaviour& edge_manners(net::Scheme door) const = 0;
  /// May a WebSocket over TLS be opened by this name?
  [[nodiscard]] virtual bool edge_serves(std::string_view host) const = 0;

 protected:
  ~EdgeHandler() = default;
};

/// Threads: its shard's.
class Edge final : public Wire, private ConnectionSink {
 public:
  Edge(net::Shard& shard, const Config& config, Certificates& certificates, EdgeHandler& handler);
  ~Edge();
  Edge(const Edge&) = delete;
  Edge& operator=(const Edge&) = delete;

  Outcome<> open();
  bool send(const Flow& flow, std::string_view message) override;
  /// One that came in by another door, in the clear.
  void take_websocket(TcpSocket socket, const net::Endpoint& remote);
  [[nodiscard]] const std::map<net::Scheme, net::Endpoint>& doors() const override { return doors_; }

 private:
  void on_message(const Flow& flow, std::string_view message) override;
  void on_closed(const Flow& flow) override;
  [[nodiscard]] const Behaviour& manners(net::Scheme door) const override {
    return handler_.edge_manners(door);
  }
  [[nodiscard]] bool serves(net::Scheme door, std::string_view host) const override {
    return door != net::Scheme::wss || handler_.edge_serves(host);
  }

  [[nodiscard]] net::Endpoint wanted(net::Scheme scheme) const;
  Outcome<> open_udp();
  Outcome<> open_listener(net::Scheme scheme, MakeConnection make);
  void take(net::Scheme scheme, MakeConnection make, TcpSocket socket, const net::Endpoint& remote);
  void on_datagram(std::span<const std::byte> datagram, const net::Endpoint& from);

  // Given.
  net::Shard& shard_;
  const Config& config_;
  Certificates& certificates_;
  EdgeHandler& handler_;
  // Owned.
  std::unique_ptr<net::UdpSocket> udp_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  // State.
  std::map<net::Scheme, net::Endpoint> doors_;
  std::unordered_map<std::uint64_t, std::shared_ptr<Connection>> connections_;
  std::uint64_t last_connection_ = 0;
};

}  // namespace cxload::standin
