/// RFC 3261 figure 6, arrow by arrow.
#include "sip/transaction_harness.hpp"

namespace cxload::sip {
namespace {

struct NonInviteClient : testing::Test {
  TransactionHarness udp{Reliability::unreliable};
  TransactionHarness tcp{Reliability::reliable};
  const Message request = make_test_request("REGISTER");
};

TEST_F(NonInviteClient, TimerEDoublesUpToT2UntilTimerF) {
  const TransactionId id = udp.request(request);
  udp.advance(64 * t1 - tick);
  // T2 is 8*T1: 1, 2, 4, 8, 8, 8 ... apart.
  const std::vector<Duration> expected{0 * t1,  1 * t1,  3 * t1,  7 * t1,  15 * t1, 23 * t1,
                                       31 * t1, 39 * t1, 47 * t1, 55 * t1, 63 * t1};
  EXPECT_EQ(udp.times_of("REGISTER"), expected);
  EXPECT_EQ(udp.sent.back().message.write(), request.write());
  EXPECT_TRUE(udp.events.empty());
  udp.advance(tick);
  ASSERT_NE(udp.last<RequestTimedOut>(), nullptr);
  EXPECT_EQ(udp.last<RequestTimedOut>()->transaction, id);
  EXPECT_EQ(udp.layer.live(), 0U);
}

TEST_F(NonInviteClient, ReliableTransportHasTimerFButNotE) {
  tcp.request(request);
  tcp.advance(64 * t1 - tick);
  EXPECT_EQ(tcp.sent_names(), "REGISTER");
  EXPECT_EQ(tcp.layer.live(), 1U);
  tcp.advance(tick);
  EXPECT_EQ(tcp.count<RequestTimedOut>(), 1U);
  EXPECT_EQ(tcp.layer.live(), 0U);
}

TEST_F(NonInviteClient, ProvisionalSlowsTimerEToT2) {
  udp.request(request);
  udp.advance(t1);
  udp.receive(make_test_response(request, 100));
  EXPECT_EQ(udp.last_status(), 100);
  udp.advance(63 * t1 - tick);
  // The running Timer E fires once more as it was set (3*T1), each later one after T2.
  const std::vector<Duration> expected{0 * t1,  1 * t1,  3 * t1,  11 * t1, 19 * t1,
                                       27 * t1, 35 * t1, 43 * t1, 51 * t1, 59 * t1};
  EXPECT_EQ(udp.times_of("REGISTER"), expected);
  udp.advance(tick);
  EXPECT_EQ(udp.count<RequestTimedOut>(), 1U) << "Timer F runs on in Proceeding";
  EXPECT_EQ(udp.layer.live(), 0U);
}

TEST_F(NonInviteClient, EachProvisionalReachesTheTu) {
  udp.request(request);
  udp.receive(make_test_response(request, 100));
  udp.receive(make_test_response(request, 183));
  EXPECT_EQ(udp.count<ResponseReceived>(), 2U);
}

TEST_F(NonInviteClient, FinalInTryingLingersForTimerK) {
  udp.request(request);
  udp.receive(make_test_response(request, 200));
  EXPECT_EQ(udp.last_status(), 200);
  udp.advance(t4 - tick);
  EXPECT_EQ(udp.layer.live(), 1U);
  udp.advance(tick);
  EXPECT_EQ(udp.layer.live(), 0U);
  EXPECT_EQ(udp.sent_names(), "REGISTER");
  EXPECT_EQ(udp.events.size(), 1U);
}

TEST_F(NonInviteClient, FinalInProceedingEndsAtOnceOverReliableTransport) {
  tcp.request(request);
  tcp.receive(make_test_response(request, 100));
  tcp.receive(make_test_response(request, 401));
  EXPECT_EQ(tcp.last_status(), 401);
  EXPECT_EQ(tcp.layer.live(), 0U);
  EXPECT_EQ(tcp.layer.next_deadline(), std::nullopt);
}

TEST_F(NonInviteClient, CompletedAbsorbsAllResponses) {
  udp.request(request);
  udp.receive(make_test_response(request, 200));
  for (const int status : {100, 200, 500}) udp.receive(make_test_response(request, status));
  EXPECT_EQ(udp.events.size(), 1U);
  EXPECT_EQ(time_to_idle(udp), t4);
}

TEST_F(NonInviteClient, TransportErrorIsReportedWhileOpen) {
  udp.request(request);
  udp.receive(make_test_response(request, 100));
  udp.request(make_test_request("OPTIONS", "z9hG4bK2"));
  udp.clear();
  udp.fail_transport();
  EXPECT_EQ(udp.count<TransportFailed>(), 2U);
  EXPECT_EQ(udp.layer.live(), 0U);
}

TEST_F(NonInviteClient, TransportErrorInCompletedIsNobodysBusiness) {
  udp.request(request);
  udp.receive(make_test_response(request, 200));
  udp.clear();
  udp.fail_transport();
  EXPECT_TRUE(udp.events.empty());
  EXPECT_EQ(udp.layer.live(), 0U);
}

TEST_F(NonInviteClient, ForgottenGoesOnInSilence) {
  const TransactionId id = udp.request(request);
  udp.layer.forget(id);
  EXPECT_EQ(time_to_idle(udp), 64 * t1);
  EXPECT_EQ(udp.sent.size(), 11U);
  EXPECT_TRUE(udp.events.empty());
}

TEST_F(NonInviteClient, ResponseAfterTimeOutIsAStray) {
  udp.request(request);
  udp.advance(64 * t1);
  udp.clear();
  udp.receive(make_test_response(request, 200));
  EXPECT_EQ(udp.count<StrayResponse>(), 1U);
  EXPECT_EQ(udp.events.size(), 1U);
}

}  // namespace
}  // namespace cxload::sip
