/// TransactionLayer: every transaction of one user agent over one transport (RFC 3261 17, RFC 6026). A
/// machine without I/O: messages and `now` in; bytes, events and the next deadline out.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
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
  TransactionId transaction;  ///< zero for a 503 that has none
  bool is_retransmission = false;
};

struct ResponseReceived {
  TransactionId transaction;
  Message response;
};  ///< every response the TU must see; each copy of a 2xx to INVITE, so that the ACK can be repeated
struct RequestTimedOut {
  TransactionId transaction;
};  ///< Timer B or F; for an INVITE that was cancelled also 64*T1 without a final response (9.1)
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
};  ///< first ACK to a 2xx (13.3.1.4); without `invite` when it matches nothing
struct AckTimedOut {
  TransactionId transaction;
};  ///< Timer H, or no ACK to a 2xx in 64*T1
struct StrayResponse {
  Message response;
};  ///< matched nothing (18.1.2: dropped)
using Event = std::variant<ResponseReceived, RequestTimedOut, TransportFailed, RequestReceived, AckReceived,
                           AckTimedOut, StrayResponse>;

/// What was thrown away on the way in or out.
struct TransactionCounters {
  std::uint32_t malformed = 0;  ///< messages without what matching needs
  std::uint32_t refused = 0;    ///< requests answered 503 because there were too many
  std::uint32_t dropped = 0;    ///< events or bytes nobody fetched in time
};

/// Threads: none; call from the owner. Lifetime: value with move; idle it owns no memory besides itself.
/// Bounded: with `max_transactions` live, new requests of the peer are answered 503 and counted; own requests
/// fail ("local.transactions") only when so many of their own are live. Nothing else grows.
class TransactionLayer {
 public:
  explicit TransactionLayer(Reliability reliability, Timing timing = {}, std::size_t max_transactions = 64);
  ~TransactionLayer();
  TransactionLayer(TransactionLayer&&) noexcept;
  TransactionLayer& operator=(TransactionLayer&&) noexcept;

  /// Sends `request`, whose top Via carries a fresh branch (for CANCEL: that of the INVITE). Never an ACK.
  TransactionId send_request(const Message& request, TimePoint now);
  /// Answers a request. Provisional or final; a 2xx to INVITE is repeated on any transport until its ACK or
  /// 64*T1. Ignored when the transaction is over or has its final answer.
  void send_response(TransactionId transaction, const Message& response, TimePoint now);
  /// The TU no longer cares (its call is gone): no more events of it, queued ones included; retransmissions
  /// go on as they must. A transaction that waits for an answer without a timer of its own ends after 64*T1.
  void forget(TransactionId transaction);
  /// 9.2: the INVITE that the received CANCEL means; nothing: answer 481. Its final answer may be on the way.
  [[nodiscard]] std::optional<TransactionId> find_cancelled(TransactionId cancel) const;

  void on_message(Message message, TimePoint now);
  /// The link is gone: every transaction ends; the TU hears of those that still owed it an outcome.
  void on_transport_failed(const Failure& failure, TimePoint now);
  void on_deadline(TimePoint now);
  [[nodiscard]] std::optional<Output> poll_output();
  [[nodiscard]] std::optional<Event> poll_event();
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;
  [[nodiscard]] std::size_t live() const;  ///< transactions not yet Terminated
  [[nodiscard]] const TransactionCounters& counters() const { return counters_; }

 private:
  struct Impl;
  Impl& impl();
  void release_if_idle();
  void refuse(const Message& request, std::string_view key);
  void on_request(Message&& request, TimePoint now);
  void on_ack(Message&& ack, TimePoint now);
  void on_response(Message&& response, TimePoint now);

  Timing timing_;
  std::size_t max_transactions_;
  std::uint64_t last_id_ = 0;
  TransactionCounters counters_;
  Reliability reliability_;
  std::unique_ptr<Impl> impl_;  ///< only while there is a transaction, or something to fetch
};

}  // namespace cxload::sip
