/// TransactionHarness: one TransactionLayer in virtual time, with all it sent and reported.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/sip/cseq.hpp>
#include <cxload/sip/transaction_layer.hpp>

namespace cxload::sip {

inline Message make_test_request(std::string_view method, std::string_view branch = "z9hG4bK1",
                                 std::uint32_t cseq = 1) {
  Message request = Message::make_request(method, "sip:bob@example.org");
  request.append(HeaderId::via, "SIP/2.0/UDP phone.invalid:5060;branch=" + std::string(branch));
  request.append(HeaderId::max_forwards, "70");
  request.append(HeaderId::route, "<sip:proxy.example.org;lr>");
  request.append(HeaderId::from, "<sip:alice@example.org>;tag=alice");
  request.append(HeaderId::to, "<sip:bob@example.org>");
  request.append(HeaderId::call_id, "call@phone.invalid");
  request.append(HeaderId::cseq, CSeq{cseq, method}.write());
  return request;
}

inline Message make_test_response(const Message& request, int status, std::string_view to_tag = "bob") {
  Message response = Message::make_response_to(request, status);
  response.set(HeaderId::to, "<sip:bob@example.org>;tag=" + std::string(to_tag));
  return response;
}

/// The ACK to a 2xx: a branch of its own.
inline Message make_test_ack(const Message& request, std::string_view branch = "z9hG4bKack",
                             std::string_view to_tag = "bob") {
  const auto cseq = parse_cseq(*request.find(HeaderId::cseq));
  Message ack = make_test_request("ACK", branch, cseq->number);
  ack.set(HeaderId::to, "<sip:bob@example.org>;tag=" + std::string(to_tag));
  return ack;
}

/// "INVITE", "200": enough to compare what went over the wire.
inline std::string name_of(const Message& message) {
  return message.is_request() ? std::string(message.method()) : std::to_string(message.status());
}

class TransactionHarness {
 public:
  struct Sent {
    Duration at;  ///< since the harness began
    Message message;
    bool is_retransmission;
    TransactionId transaction;
  };

  explicit TransactionHarness(Reliability reliability, std::size_t max_transactions = 64)
      : layer(reliability, timing, max_transactions) {}

  TransactionId request(const Message& message) {
    const TransactionId id = layer.send_request(message, now);
    drain();
    return id;
  }
  void respond(TransactionId id, const Message& message) {
    layer.send_response(id, message, now);
    drain();
  }
  void receive(const Message& message) {
    layer.on_message(message, now);
    drain();
  }
  /// Receives a request that must be new, and gives its transaction.
  TransactionId receive_new(const Message& message) {
    receive(message);
    const auto* received = last<RequestReceived>();
    EXPECT_NE(received, nullptr);
    const TransactionId id = received ? received->transaction : TransactionId{};
    clear();
    return id;
  }
  void fail_transport() {
    layer.on_transport_failed({"udp.gone", "gone"}, now);
    drain();
  }

  /// Fires every deadline on the way, each at its own time.
  void advance(Duration duration) {
    const TimePoint target = now + duration;
    for (auto due = layer.next_deadline(); due && *due <= target; due = layer.next_deadline()) {
      now = std::max(now, *due);
      layer.on_deadline(now);
      drain();
    }
    now = target;
  }

  void drain() {
    while (auto output = layer.poll_output()) {
      auto message = parse_message(*output->bytes);
      ASSERT_TRUE(message.has_value());
      sent.push_back({now - begin, std::move(*message), output->is_retransmission, output->transaction});
    }
    while (auto event = layer.poll_event()) events.push_back(std::move(*event));
  }
  void clear() {
    sent.clear();
    events.clear();
  }

  [[nodiscard]] std::string sent_names() const {
    std::string names;
    for (const Sent& item : sent) names += (names.empty() ? "" : " ") + name_of(item.message);
    return names;
  }
  [[nodiscard]] std::vector<Duration> times_of(std::string_view name) const {
    std::vector<Duration> times;
    for (const Sent& item : sent)
      if (name_of(item.message) == name) times.push_back(item.at);
    return times;
  }
  template <class E>
  [[nodiscard]] std::size_t count() const {
    std::size_t number = 0;
    for (const Event& event : events) number += std::holds_alternative<E>(event) ? 1 : 0;
    return number;
  }
  /// The last event, if it is of this type.
  template <class E>
  [[nodiscard]] const E* last() const {
    return events.empty() ? nullptr : std::get_if<E>(&events.back());
  }
  [[nodiscard]] int last_status() const {
    const auto* received = last<ResponseReceived>();
    return received ? received->response.status() : 0;
  }
  [[nodiscard]] Duration elapsed() const { return now - begin; }

  Timing timing;
  const TimePoint begin = TimePoint(std::chrono::hours(1));
  TimePoint now = begin;
  TransactionLayer layer;
  std::vector<Sent> sent;
  std::vector<Event> events;
};

inline const Duration t1 = Timing().t1;
inline const Duration t2 = Timing().t2;
inline const Duration t4 = Timing().t4;
inline constexpr Duration tick = std::chrono::milliseconds(1);

/// How long until the layer holds nothing more, in virtual time; it must end by itself.
inline Duration time_to_idle(TransactionHarness& harness) {
  const TimePoint from = harness.now;
  TimePoint last = from;
  while (const auto due = harness.layer.next_deadline()) {
    last = std::max(harness.now, *due);
    harness.advance(last - harness.now);
    if (last - from > std::chrono::hours(1)) break;
  }
  EXPECT_EQ(harness.layer.live(), 0U);
  return last - from;
}

}  // namespace cxload::sip
