/// Ways: the socket of one channel, and the addresses that servers lent it.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include <cxload/ice/candidate.hpp>
#include <cxload/net/ice_servers.hpp>
#include <cxload/net/impairment.hpp>

#include "server_contact.hpp"

namespace cxload::net {

/// Calls come from the shard's loop, and must not destroy the ways.
class WaysHandler {
 public:
  virtual void on_way_datagram(std::size_t base, stun::Bytes datagram, const stun::TransportAddress& from,
                               TimePoint arrived) = 0;
  virtual void on_gathered() = 0;  ///< once after each gather()
  /// A relay that was there is no more.
  virtual void on_way_lost(std::size_t base, const Failure& failure) = 0;

 protected:
  ~WaysHandler() = default;
};

/// A base is what datagrams are sent from: the socket, or a relay (RFC 8445 5.1.1). Threads: its shard's
/// only.
class Ways final : private ContactOwner {
 public:
  Ways(Shard& shard, Random& random, WaysHandler& handler);

  /// Failure: local.ports, local.descriptors, local.bind.
  Outcome<> bind(const Address& address, const NetworkProfile& network);
  [[nodiscard]] Endpoint local() const { return socket_->local(); }
  /// Before anything is sent. Bases and candidates are known when on_gathered() came.
  void gather(const IceServers& servers);
  [[nodiscard]] bool is_gathering() const { return is_gathering_; }

  [[nodiscard]] std::vector<ice::Candidate> bases() const;       ///< in the order of their numbers
  [[nodiscard]] std::vector<ice::Candidate> candidates() const;  ///< what a description names
  [[nodiscard]] std::optional<Endpoint> shown() const;           ///< see SecureChannel
  [[nodiscard]] std::vector<IceServerReport> reports() const;
  [[nodiscard]] std::optional<Failure> missing() const;  ///< why there is no base at all

  void send(std::size_t base, const stun::TransportAddress& to, stun::Bytes datagram);
  void prefer(std::size_t base, const stun::TransportAddress& remote);  ///< media goes there from now on
  void close();                                                         ///< what was lent is given back

 private:
  void send_from_socket(stun::Bytes message, const Endpoint& to) override;
  void on_contact_changed(ServerContact& contact) override;
  void on_relayed(ServerContact& contact, const stun::TransportAddress& peer, stun::Bytes data,
                  TimePoint arrived) override;
  void on_datagram(stun::Bytes datagram, const Endpoint& from, TimePoint arrived);
  void on_patience_over();
  void finish_gathering();
  [[nodiscard]] ice::Candidate host() const;
  [[nodiscard]] ice::Candidate relay(std::size_t number) const;
  void add_reflexive(std::vector<ice::Candidate>& all) const;
  [[nodiscard]] std::optional<std::size_t> base_of(const ServerContact& contact) const;

  Shard& shard_;
  Random& random_;
  WaysHandler& handler_;
  std::unique_ptr<UdpSocket> socket_;
  std::vector<std::unique_ptr<ServerContact>> contacts_;
  std::vector<ServerContact*> relays_;  ///< since gathering is over; behind the socket, where that is a base
  bool has_host_ = true;
  bool is_gathering_ = false;
  Timer patience_;
};

}  // namespace cxload::net
