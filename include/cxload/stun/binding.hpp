/// Binding: asks a STUN server for our address as it sees it (RFC 8489 6.2.1, 7.2.1); no sockets.
#pragma once
#include <optional>

#include <cxload/base/clock.hpp>
#include <cxload/base/random.hpp>
#include <cxload/stun/address.hpp>
#include <cxload/stun/types.hpp>

namespace cxload::stun {

/// One request to one server from one socket: what gathers a server-reflexive candidate.
/// Threads: those of its owner. The machine is asked for what to send at each deadline.
class Binding {
 public:
  struct Timers {
    Duration first = std::chrono::milliseconds(500);  ///< RTO: doubled at each request
    unsigned requests = 7;                            ///< Rc
    unsigned last_wait = 16;                          ///< Rm: the wait after the last, in first RTOs
  };
  enum class State { running, answered, refused, timed_out };

  Binding(Random& random, TimePoint now) : Binding(random, now, Timers{}) {}
  Binding(Random& random, TimePoint now, const Timers& timers);

  /// What is to be sent now: the request when it is due, else nothing. Call at each next_deadline().
  [[nodiscard]] Bytes poll(TimePoint now);
  /// True if `bytes` answer this request and nobody else's.
  bool receive(Bytes bytes);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;
  [[nodiscard]] std::optional<TransportAddress> mapped() const { return mapped_; }  ///< when answered
  [[nodiscard]] unsigned error_code() const { return error_code_; }  ///< when refused, 0 for none

 private:
  Timers timers_;
  State state_ = State::running;
  TransactionId id_{};
  std::array<std::byte, header_size + 8> request_{};
  TimePoint due_;
  Duration wait_;
  unsigned sent_ = 0;
  std::optional<TransportAddress> mapped_;
  unsigned error_code_ = 0;
};

}  // namespace cxload::stun
