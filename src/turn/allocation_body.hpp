/// Allocation::Body: its state and its two trades: asking the server, and relaying.
#pragma once
#include <array>
#include <deque>
#include <vector>

#include <cxload/stun/message.hpp>
#include <cxload/stun/writer.hpp>
#include <cxload/turn/allocation.hpp>
#include <cxload/turn/framing.hpp>

namespace cxload::turn {

class Allocation::Body {
 public:
  Body(const AllocationOptions& options, AllocationSink& sink) : options_(options), sink_(sink) {}

  void start(TimePoint now);
  bool receive(stun::Bytes bytes, TimePoint now);
  void send(const stun::TransportAddress& peer, stun::Bytes data, TimePoint now);
  void bind_channel(const stun::TransportAddress& peer, TimePoint now);
  void close(TimePoint now);
  void lose(const Failure& failure);
  void tick(TimePoint now);
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;

  State state = State::idle;
  std::optional<Failure> failure;
  stun::TransportAddress relayed;
  std::optional<stun::TransportAddress> mapped;
  AllocationCounts counts;

 private:
  /// A request that is under way.
  struct Request {
    stun::Method method{};
    stun::TransportAddress peer = {};  ///< of create_permission (port 0) and channel_bind
    std::uint16_t channel = 0;
    bool gives_back = false;  ///< refresh with a lifetime of 0
    stun::TransactionId id{};
    bool was_signed = false;
    unsigned sent = 0, nonces = 0;
    Duration wait{};
    TimePoint due = {};
  };
  /// Permissions are for a host, whatever its port (RFC 8656 9).
  struct Permission {
    enum class Kind : std::uint8_t { asked, granted, refused };
    stun::TransportAddress host;
    Kind kind = Kind::asked;
    std::optional<TimePoint> renew = {};  ///< when granted and not being renewed
  };
  struct Channel {
    stun::TransportAddress peer;
    std::uint16_t number = 0;
    bool is_bound = false, is_refused = false;
    std::optional<TimePoint> renew = {};
  };
  struct Held {
    stun::TransportAddress peer;
    std::vector<std::byte> data;
  };

  // Asking.
  void ask(Request request, TimePoint now);
  void send(Request& request, TimePoint now);
  void retry(TimePoint now);
  void renew(TimePoint now);
  bool on_answer(const stun::Message& message, TimePoint now);
  void on_refused(const Request& request, const stun::Message& message, TimePoint now);
  [[nodiscard]] bool take_challenge(const stun::Message& message);
  void on_allocated(const stun::Message& message, TimePoint now);
  void on_refreshed(const stun::Message& message, TimePoint now);
  void on_unanswered(const Request& request);
  void give_back(TimePoint now);
  void fail(const Failure& why);

  // Relaying.
  [[nodiscard]] Permission* find_permission(const stun::TransportAddress& peer);
  [[nodiscard]] Channel* find_channel(const stun::TransportAddress& peer);
  bool relay(stun::Bytes message);
  void deliver(const stun::TransportAddress& peer, stun::Bytes data);
  void hold(const stun::TransportAddress& peer, stun::Bytes data);
  void on_permitted(const stun::TransportAddress& host, TimePoint now);
  void on_forbidden(const stun::TransportAddress& host);
  void on_bound(std::uint16_t number, TimePoint now);
  void on_not_bound(std::uint16_t number);

  AllocationOptions options_;
  AllocationSink& sink_;
  std::vector<Request> requests_;
  std::string realm_, nonce_;
  std::array<std::byte, 16> key_{};  ///< once there is a realm
  std::optional<TimePoint> refresh_due_, expires_;
  std::vector<Permission> permissions_;
  std::vector<Channel> channels_;
  std::deque<Held> held_;
};

}  // namespace cxload::turn
