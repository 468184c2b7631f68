/// ServerContact: one STUN or TURN server, from the look-up of its name to the end of what it gave.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include <cxload/net/ice_servers.hpp>
#include <cxload/net/stream.hpp>
#include <cxload/stun/binding.hpp>
#include <cxload/turn/allocation.hpp>
#include <cxload/turn/framing.hpp>

#include "../dns/target_finder.hpp"

namespace cxload::net {

class ServerContact;

/// Calls may come from inside the contact's own methods, and must not destroy it.
class ContactOwner {
 public:
  virtual void send_from_socket(stun::Bytes message, const Endpoint& to) = 0;
  virtual void on_contact_changed(ServerContact& contact) = 0;  ///< it is ready, or has failed
  virtual void on_relayed(ServerContact& contact, const stun::TransportAddress& peer, stun::Bytes data,
                          TimePoint arrived) = 0;

 protected:
  ~ContactOwner() = default;
};

/// Over udp it shares the owner's socket, as browsers do. Threads: its shard's only.
class ServerContact final : private turn::AllocationSink, private ByteStreamHandler {
 public:
  ServerContact(Shard& shard, const IceServer& server, Random& random, ContactOwner& owner);
  ~ServerContact();
  ServerContact(const ServerContact&) = delete;
  ServerContact& operator=(const ServerContact&) = delete;

  /// The owner's socket can reach addresses of this family only.
  void start(bool with_v4, TimePoint now);
  /// From the owner's socket. True: it was this server's answer.
  bool on_datagram(stun::Bytes datagram, const Endpoint& from, TimePoint arrived);
  void on_error(const Endpoint& to, const Failure& failure);
  void give_up();  ///< its time is over; a relay that comes late is given back
  void close();
  void send(const stun::TransportAddress& peer, stun::Bytes data);
  void bind_channel(const stun::TransportAddress& peer);

  [[nodiscard]] bool is_settled() const { return is_ready_ || report_.failure; }
  [[nodiscard]] bool is_relay() const { return server_.relays && is_ready_; }
  [[nodiscard]] Scheme scheme() const { return server_.door.scheme; }
  [[nodiscard]] const stun::TransportAddress& relayed() const { return allocation_->relayed(); }
  /// Where our socket is seen; nothing over a stream, which has a socket of its own.
  [[nodiscard]] std::optional<stun::TransportAddress> mapped() const;
  [[nodiscard]] const IceServerReport& report() const { return report_; }
  /// Of a relay that was there and is lost.
  [[nodiscard]] const std::optional<Failure>& failure() const { return report_.failure; }

 private:
  void on_target(const Outcome<Endpoint>& target);
  void ask(TimePoint now);
  void fail(const Failure& failure);
  void look(TimePoint now);  ///< what the machines have come to
  void on_due(TimePoint now);
  void arm(const std::optional<TimePoint>& due);

  void send_to_server(stun::Bytes message) override;
  void on_relayed(const stun::TransportAddress& peer, stun::Bytes data) override;
  void on_stream_open(const ConnectTimes& times) override;
  void on_stream_bytes(std::string_view bytes, TimePoint arrived) override;
  void on_stream_closed(const Failure& failure) override;

  Shard& shard_;
  const IceServer& server_;
  Random& random_;
  ContactOwner& owner_;
  Timer timer_;
  std::optional<TargetFinder> finder_;  ///< while it is looked up
  std::optional<Endpoint> target_;
  std::optional<stun::Binding> binding_;
  std::unique_ptr<turn::Allocation> allocation_;
  std::unique_ptr<ByteStream> stream_;
  turn::StreamReader reader_;
  bool with_v4_ = true, is_ready_ = false, is_over_ = false;
  std::optional<TimePoint> due_;  ///< of the timer
  TimePoint begun_{}, arrived_{};
  IceServerReport report_;
};

}  // namespace cxload::net
