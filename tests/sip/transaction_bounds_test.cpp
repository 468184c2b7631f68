/// Floods, readers that never poll, and what an idle layer costs.
#include "sip/transaction_harness.hpp"

namespace cxload::sip {
namespace {

Message make_numbered(std::string_view method, int number) {
  return make_test_request(method, "z9hG4bK" + std::to_string(number));
}

TEST(TransactionBounds, FloodIsRefusedBeyondTheLimit) {
  TransactionHarness udp(Reliability::unreliable, 8);
  for (int i = 0; i < 1000; ++i) udp.receive(make_numbered("OPTIONS", i));
  EXPECT_EQ(udp.layer.live(), 8U);
  EXPECT_EQ(udp.count<RequestReceived>(), 8U);
  EXPECT_EQ(udp.layer.counters().refused, 992U);
  ASSERT_EQ(udp.sent.size(), 992U);
  EXPECT_EQ(udp.sent[0].message.status(), 503);
  EXPECT_EQ(udp.sent[0].transaction, TransactionId{});
  EXPECT_EQ(udp.sent[0].message.find(HeaderId::via), make_numbered("OPTIONS", 8).find(HeaderId::via));
  time_to_idle(udp);
}

TEST(TransactionBounds, RefusalOfTheSameRequestHasTheSameTag) {
  TransactionHarness udp(Reliability::unreliable, 0);
  for (const int number : {1, 1, 2}) udp.receive(make_numbered("INVITE", number));
  ASSERT_EQ(udp.sent.size(), 3U);
  EXPECT_EQ(udp.sent[0].message.write(), udp.sent[1].message.write()) << "RFC 3261 8.2.7";
  EXPECT_NE(udp.sent[0].message.find(HeaderId::to), udp.sent[2].message.find(HeaderId::to));
  udp.receive(make_test_ack(make_numbered("INVITE", 1)));
  EXPECT_EQ(udp.layer.live(), 0U);
}

TEST(TransactionBounds, FloodDoesNotTakeTheOwnRequestsPlace) {
  TransactionHarness udp(Reliability::unreliable, 8);
  for (int i = 0; i < 20; ++i) udp.receive(make_numbered("OPTIONS", i));
  udp.clear();
  udp.request(make_numbered("REGISTER", 100));
  EXPECT_EQ(udp.sent_names(), "REGISTER");
}

TEST(TransactionBounds, TooManyOwnRequestsFailHere) {
  TransactionHarness udp(Reliability::unreliable, 8);
  for (int i = 0; i < 9; ++i) udp.request(make_numbered("REGISTER", i));
  EXPECT_EQ(udp.layer.live(), 8U);
  ASSERT_NE(udp.last<TransportFailed>(), nullptr);
  EXPECT_EQ(udp.last<TransportFailed>()->failure.kind, "local.transactions");
}

TEST(TransactionBounds, ReaderThatNeverPollsCostsABoundedQueue) {
  TransactionHarness udp(Reliability::unreliable, 8);
  const Message invite = make_numbered("INVITE", 0);
  udp.layer.send_request(invite, udp.now);
  for (int i = 0; i < 1'000; ++i) {
    udp.layer.on_message(make_test_response(invite, 180), udp.now);
    udp.layer.on_message(make_test_response(make_numbered("BYE", i), 200), udp.now);
    udp.layer.on_message(make_test_ack(make_numbered("INVITE", i)), udp.now);
    udp.layer.on_message(make_numbered("OPTIONS", i), udp.now);
  }
  udp.layer.on_message(make_test_response(invite, 486), udp.now);
  udp.drain();
  constexpr std::size_t limit = 4 * 8 + 16;
  EXPECT_LE(udp.sent.size(), limit);
  EXPECT_LE(udp.events.size(), limit + 8);
  EXPECT_EQ(udp.last_status(), 486) << "outcomes are never dropped";
  EXPECT_GT(udp.layer.counters().dropped, 0U);
}

TEST(TransactionBounds, RequestsNobodyFetchesAreRefusedInTheEnd) {
  TransactionHarness udp(Reliability::unreliable, 8);
  for (int i = 0; i < 1000; ++i) {
    udp.layer.on_message(make_numbered("OPTIONS", i), udp.now);
    udp.now += 64 * t1;  // unanswered, they end one after the other
    udp.layer.on_deadline(udp.now);
  }
  EXPECT_EQ(udp.layer.live(), 0U);
  udp.drain();
  constexpr std::size_t limit = 4 * 8 + 16;
  EXPECT_EQ(udp.events.size(), limit);
  EXPECT_EQ(udp.layer.counters().refused, 1000 - limit);
}

TEST(TransactionBounds, IdleLayerOwnsNothing) {
  EXPECT_LE(sizeof(TransactionLayer), 96U);
  TransactionLayer layer(Reliability::unreliable);
  EXPECT_FALSE(layer.poll_event().has_value());
  EXPECT_FALSE(layer.poll_output().has_value());
  EXPECT_FALSE(layer.next_deadline().has_value());
  layer.forget(TransactionId{1});
  layer.on_deadline({});
  layer.on_transport_failed({"tcp.reset", ""}, {});
  layer.send_response(TransactionId{1}, make_test_response(make_test_request("BYE"), 200), {});
  EXPECT_EQ(layer.live(), 0U);
}

TEST(TransactionBounds, IdsAreNeverUsedAgain) {
  TransactionHarness tcp(Reliability::reliable);
  const TransactionId first = tcp.request(make_numbered("OPTIONS", 1));
  tcp.receive(make_test_response(make_numbered("OPTIONS", 1), 200));
  ASSERT_EQ(tcp.layer.live(), 0U);
  EXPECT_NE(tcp.request(make_numbered("OPTIONS", 2)), first);
}

TEST(TransactionBounds, LayerMovesWithAllItHolds) {
  TransactionLayer source(Reliability::unreliable);
  const Message request = make_test_request("REGISTER");
  const TransactionId id = source.send_request(request, TimePoint());
  TransactionLayer target = std::move(source);
  EXPECT_EQ(target.live(), 1U);
  ASSERT_TRUE(target.poll_output().has_value());
  target.on_message(make_test_response(request, 200), TimePoint());
  const auto event = target.poll_event();
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(std::get<ResponseReceived>(*event).transaction, id);
}

}  // namespace
}  // namespace cxload::sip
