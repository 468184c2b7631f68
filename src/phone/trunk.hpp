/// Trunk: one listening address and the phones behind it: who gets which call, and where answers go.
#pragma once
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <cxload/net/sip_listener.hpp>
#include <cxload/phone/trunks.hpp>
#include <cxload/sip/message.hpp>

namespace cxload::phone {

/// A phone's share of a trunk. Its remote() is who sent what is being delivered.
class TrunkLink final : public net::Link {
 public:
  TrunkLink(Trunk& trunk, TrunkSeat seat, net::LinkHandler& handler, std::function<bool()> is_free);
  ~TrunkLink() override;

  TimePoint send(std::string_view message) override;
  void send_keepalive() override {}  // who is called keeps nothing open
  void close() override;
  [[nodiscard]] net::Scheme scheme() const override;
  [[nodiscard]] net::Endpoint local() const override;
  [[nodiscard]] net::Endpoint remote() const override { return peer_.remote; }
  [[nodiscard]] bool was_open_at_once() const override { return true; }

  /// Where requests outside a call go: the deployment.
  void set_way_out(const net::Endpoint& place) { way_out_ = place; }
  [[nodiscard]] bool has_way_out() const { return way_out_.has_value(); }

 private:
  friend class Trunk;
  void deliver(std::string_view message, const net::SipPeer& from, TimePoint arrived);
  void tell_lost(const net::SipPeer& to, const Failure& failure);

  Trunk& trunk_;
  TrunkSeat seat_;
  net::LinkHandler& handler_;
  std::function<bool()> is_free_;
  net::SipPeer peer_;  ///< whom it heard last
  std::optional<net::Endpoint> way_out_;
};

/// Threads: the shard's only. Bounded: it remembers at most 65,536 calls, each for an hour.
class Trunk {
 public:
  Trunk(net::Shard& shard, const Group& group);

  Outcome<> open();
  void attach(TrunkLink& link);
  void detach(const TrunkLink& link);
  TimePoint send(const TrunkLink& link, std::string_view message);
  [[nodiscard]] const Group& group() const { return group_; }
  [[nodiscard]] net::Endpoint local() const { return listener_->local(); }

 private:
  /// What belongs to a call before its dialog has a name of its own: the INVITE again, CANCEL, ACK of a
  /// refusal.
  struct Route {
    TrunkLink* link;
    net::SipPeer peer;
  };

  void on_message(std::string_view message, const net::SipPeer& from, TimePoint arrived);
  void on_new_request(std::string_view bytes, const net::SipPeer& from, TimePoint arrived);
  void on_lost(const net::SipPeer& to, const Failure& failure);
  [[nodiscard]] TrunkLink* choose(const sip::Message& request, int& refusal);
  [[nodiscard]] TrunkLink* find_user(std::string_view user) const;
  void refuse(const sip::Message& request, int status, const net::SipPeer& to);
  void answer(sip::Message response, const net::SipPeer& to);
  void remember(const std::string& call_id, TrunkLink& link, const net::SipPeer& from, TimePoint now);
  [[nodiscard]] net::SipPeer destination(const TrunkLink& link, std::string_view message) const;

  // Given.
  net::Shard& shard_;
  const Group& group_;
  // Owned.
  std::unique_ptr<net::SipListener> listener_;
  // State.
  std::vector<TrunkLink*> links_;
  std::unordered_map<std::string_view, TrunkLink*> by_token_;  ///< keys are the links' own
  std::unordered_map<std::string, Route> routes_;              ///< by Call-ID
  std::deque<std::pair<TimePoint, std::string>> oldest_;       ///< of the routes
  std::size_t turn_ = 0;                                       ///< where the search for a free phone begins
  std::string secret_;                                         ///< of the tags of refusals
};

}  // namespace cxload::phone
