/// TransactionLayer: every transaction of one user agent over one transport (RFC 3261 17, RFC 6026). A
/// machine without I/O: messages and `now` in; bytes, events and the next deadline out.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include <cxload/base/clock.hpp>
#include <cxload/base/failure.hpp>
#include <cxload/sip/message.hpp>

namespace cxload::sip {

/// RFC 3261 Table 4. Values of the standard; tests shorten nothing, they move virtual time.
struct Timing {
  Duration t1 = std::chrono::milliseconds(500);
  Duration t2 = std::chrono::seconds(4);
  Duration t4 = std::chrono::seconds(5);
  Duration timer_d = std::chrono::seconds(32);
};

enum class TransactionId : std::uint64_t {};
enum class Reliability : std::uint8_t { unreliable, reliable };  ///< of the transport: UDP, or all others

/// Bytes to put on the wire, oldest first.
struct Output {
  std::shared_ptr<const std::string> bytes;
  TransactionId transaction;
  bool is_retransmission = false;
};

struct ResponseReceived {
  TransactionId transaction;
  Message response;
};  ///< every response the TU must see
struct RequestTimedOut {
  TransactionId transaction;
};  ///< Timer B or F
struct TransportFailed {
  TransactionId transaction;
  Failure failure;
};
struct RequestReceived {
  TransactionId transaction;
  Message request;
};  ///< a new server transaction; CANCEL too
struct AckReceived {
  std::optional<TransactionId> invite;
  Message ack;
};  ///< ACK to a 2xx (13.3.1.4)
struct AckTimedOut {
  TransactionId transaction;
};  ///< Timer H, or no ACK to a 2xx in 64*T1
struct StrayResponse {
  Message response;
};  ///< matched nothing (18.1.2: dropped)
using Event = std::variant<ResponseReceived, RequestTimedOut, TransportFailed, RequestReceived, AckReceived,
                           AckTimedOut, StrayResponse>;

/// Threads: none; call from the owner. Lifetime: value with move. Bounded: at most 64 live transactions a
/// phone by default; beyond that new requests from the peer are answered 503 once and counted.
class TransactionLayer {
 public:
  explicit TransactionLayer(Reliability reliability, Timing timing = {}, std::size_t max_transactions = 64);
  ~TransactionLayer();
  TransactionLayer(TransactionLayer&&) noexcept;
  TransactionLayer& operator=(TransactionLayer&&) noexcept;

  /// Sends `request`, whose top Via carries a fresh branch (for CANCEL: that of the INVITE). Never an ACK.
  TransactionId send_request(const Message& request, TimePoint now);
  /// Answers a request. Provisional or final; a 2xx to INVITE is repeated on any transport until its ACK or
  /// 64*T1.
  void send_response(TransactionId transaction, const Message& response, TimePoint now);
  /// The TU no longer cares (its call is gone): no more events of it; retransmissions go on as they must.
  void forget(TransactionId transaction);

  void on_message(Message message, TimePoint now);
  void on_transport_failed(const Failure& failure, TimePoint now);
  void on_deadline(TimePoint now);
  [[nodiscard]] std::optional<Output> poll_output();
  [[nodiscard]] std::optional<Event> poll_event();
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;
  [[nodiscard]] std::size_t live() const;  ///< transactions not yet Terminated

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cxload::sip
