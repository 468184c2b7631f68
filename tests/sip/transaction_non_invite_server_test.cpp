/// RFC 3261 figure 8, arrow by arrow.
#include "sip/transaction_harness.hpp"

namespace cxload::sip {
namespace {

struct NonInviteServer : testing::Test {
  TransactionHarness udp{Reliability::unreliable};
  TransactionHarness tcp{Reliability::reliable};
  const Message request = make_test_request("OPTIONS");
};

TEST_F(NonInviteServer, RequestAgainInTryingIsAbsorbed) {
  udp.receive(request);
  udp.receive(request);
  EXPECT_EQ(udp.count<RequestReceived>(), 1U);
  EXPECT_TRUE(udp.sent.empty());
  udp.advance(std::chrono::seconds(1));
  EXPECT_TRUE(udp.sent.empty()) << "no automatic 100 here";
}

TEST_F(NonInviteServer, RequestAgainInProceedingGetsTheLastProvisional) {
  const TransactionId id = udp.receive_new(request);
  udp.respond(id, make_test_response(request, 100));
  udp.respond(id, make_test_response(request, 182));
  udp.receive(request);
  EXPECT_EQ(udp.sent_names(), "100 182 182");
  EXPECT_TRUE(udp.sent[2].is_retransmission);
}

TEST_F(NonInviteServer, FinalLingersForTimerJAndIsRepeatedOnRequest) {
  const TransactionId id = udp.receive_new(request);
  udp.respond(id, make_test_response(request, 200));
  udp.advance(t1);
  udp.receive(request);
  EXPECT_EQ(udp.sent_names(), "200 200");
  EXPECT_TRUE(udp.sent[1].is_retransmission);
  udp.advance(63 * t1 - tick);
  EXPECT_EQ(udp.layer.live(), 1U);
  EXPECT_EQ(udp.sent.size(), 2U) << "no timer repeats it";
  udp.advance(tick);
  EXPECT_EQ(udp.layer.live(), 0U);
  EXPECT_TRUE(udp.events.empty());
}

TEST_F(NonInviteServer, FinalAfterProvisionalEndsAtOnceOverReliableTransport) {
  const TransactionId id = tcp.receive_new(request);
  tcp.respond(id, make_test_response(request, 100));
  tcp.respond(id, make_test_response(request, 404));
  EXPECT_EQ(tcp.sent_names(), "100 404");
  EXPECT_EQ(tcp.layer.live(), 0U);
}

TEST_F(NonInviteServer, NothingOfTheTuPassesInCompleted) {
  const TransactionId id = udp.receive_new(request);
  udp.respond(id, make_test_response(request, 200));
  udp.respond(id, make_test_response(request, 100));
  udp.respond(id, make_test_response(request, 500));
  EXPECT_EQ(udp.sent_names(), "200");
}

TEST_F(NonInviteServer, TransportErrorIsReportedWhileOpen) {
  const TransactionId id = udp.receive_new(request);
  udp.fail_transport();
  ASSERT_NE(udp.last<TransportFailed>(), nullptr);
  EXPECT_EQ(udp.last<TransportFailed>()->transaction, id);
  EXPECT_EQ(udp.layer.live(), 0U);
}

TEST_F(NonInviteServer, TransportErrorInCompletedIsNobodysBusiness) {
  const TransactionId id = udp.receive_new(request);
  udp.respond(id, make_test_response(request, 200));
  udp.fail_transport();
  EXPECT_TRUE(udp.events.empty());
  EXPECT_EQ(udp.layer.live(), 0U);
}

TEST_F(NonInviteServer, UnansweredEndsWhenTheClientHasGivenUp) {
  for (TransactionHarness* side : {&udp, &tcp}) {
    const TransactionId id = side->receive_new(request);
    EXPECT_EQ(time_to_idle(*side), 64 * t1);
    side->respond(id, make_test_response(request, 200));
    EXPECT_TRUE(side->sent.empty()) << "a late answer has no client (RFC 4320 4.2)";
  }
}

TEST_F(NonInviteServer, RequestAfterTheEndIsANewOne) {
  const TransactionId first = tcp.receive_new(request);
  tcp.respond(first, make_test_response(request, 200));
  EXPECT_NE(tcp.receive_new(request), first);
}

}  // namespace
}  // namespace cxload::sip
