/// Two user agents whose messages cross or get lost, step by step.
#include <cxload/sip/request_builder.hpp>

#include "sip/transaction_harness.hpp"

namespace cxload::sip {
namespace {

/// Messages travel only when a test carries them.
struct Races : testing::Test {
  TransactionHarness caller{Reliability::unreliable};
  TransactionHarness callee{Reliability::unreliable};
  const Message invite = make_test_request("INVITE");

  void SetUp() override { dialled = caller.request(invite); }

  TransactionId ring() {
    const TransactionId id = callee.receive_new(invite);
    callee.respond(id, make_test_response(invite, 180));
    caller.receive(make_test_response(invite, 180));
    return id;
  }
  void pass_time(Duration duration) {
    caller.advance(duration);
    callee.advance(duration);
  }

  TransactionId dialled{};
};

TEST_F(Races, SuccessCrossesCancel) {
  const TransactionId ringing = ring();
  const Message cancel = make_cancel(invite);
  const TransactionId cancelling = caller.request(cancel);
  callee.respond(ringing, make_test_response(invite, 200));
  callee.clear();

  callee.receive(cancel);
  const TransactionId cancelled = callee.last<RequestReceived>()->transaction;
  ASSERT_EQ(callee.layer.find_cancelled(cancelled), ringing)
      << "9.2: 200 to the CANCEL, no effect on the INVITE";
  callee.respond(cancelled, make_test_response(cancel, 200));
  callee.respond(ringing, make_test_response(invite, 487));
  EXPECT_EQ(callee.sent_names(), "200") << "the INVITE has its final answer";

  caller.receive(make_test_response(invite, 200));
  EXPECT_EQ(caller.last<ResponseReceived>()->transaction, dialled) << "the TU must ACK and BYE";
  caller.receive(make_test_response(cancel, 200));
  EXPECT_EQ(caller.last<ResponseReceived>()->transaction, cancelling);
  callee.receive(make_test_ack(invite));
  EXPECT_EQ(callee.last<AckReceived>()->invite, ringing);
  time_to_idle(caller);
  time_to_idle(callee);
  EXPECT_EQ(caller.count<RequestTimedOut>(), 0U);
}

TEST_F(Races, TerminatedComesAfterSuccessToCancel) {
  ring();
  const Message cancel = make_cancel(invite);
  caller.request(cancel);
  caller.receive(make_test_response(cancel, 200));
  pass_time(10 * t1);
  caller.receive(make_test_response(invite, 487));
  EXPECT_EQ(caller.last_status(), 487);
  EXPECT_EQ(caller.times_of("ACK").size(), 1U);
  time_to_idle(caller);
  EXPECT_EQ(caller.count<RequestTimedOut>(), 0U);
}

TEST_F(Races, CancelledInviteWithoutFinalAnswerIsGivenUp) {
  ring();
  pass_time(std::chrono::minutes(1));
  caller.clear();
  caller.request(make_cancel(invite));
  caller.receive(make_test_response(make_cancel(invite), 200));
  caller.advance(64 * t1 - tick);
  EXPECT_EQ(caller.layer.live(), 1U);
  caller.advance(tick);
  ASSERT_NE(caller.last<RequestTimedOut>(), nullptr) << "RFC 3261 9.1";
  EXPECT_EQ(caller.last<RequestTimedOut>()->transaction, dialled);
  EXPECT_EQ(caller.layer.live(), 0U);
}

TEST_F(Races, CancelBeforeTheProvisionalStillEnds) {
  caller.request(make_cancel(invite));
  caller.receive(make_test_response(make_cancel(invite), 481));
  caller.receive(make_test_response(invite, 180));
  EXPECT_EQ(time_to_idle(caller), 64 * t1);
  EXPECT_EQ(caller.count<RequestTimedOut>(), 1U);
}

TEST_F(Races, LostAckToRefusalIsRepeatedOnDemand) {
  const TransactionId ringing = ring();
  callee.respond(ringing, make_test_response(invite, 486));
  caller.receive(make_test_response(invite, 486));  // its ACK gets lost
  pass_time(t1);
  EXPECT_EQ(callee.times_of("486").size(), 2U);
  caller.receive(make_test_response(invite, 486));
  ASSERT_EQ(caller.times_of("ACK").size(), 2U);
  callee.receive(caller.sent.back().message);
  callee.clear();
  time_to_idle(callee);
  EXPECT_TRUE(callee.sent.empty());
  EXPECT_TRUE(callee.events.empty());
}

TEST_F(Races, LostSuccessComesAgain) {
  const TransactionId ringing = ring();
  callee.respond(ringing, make_test_response(invite, 200));  // gets lost
  pass_time(t1);
  ASSERT_EQ(callee.times_of("200").size(), 2U);
  EXPECT_TRUE(callee.sent.back().is_retransmission);
  caller.receive(callee.sent.back().message);
  EXPECT_EQ(caller.last_status(), 200);
  callee.receive(make_test_ack(invite));
  pass_time(2 * t1);
  EXPECT_EQ(callee.times_of("200").size(), 2U);
}

TEST_F(Races, LostAckToSuccessIsTheTusToRepeat) {
  const TransactionId ringing = ring();
  callee.respond(ringing, make_test_response(invite, 200));
  caller.receive(make_test_response(invite, 200));
  pass_time(t1);
  caller.receive(make_test_response(invite, 200));
  EXPECT_EQ(caller.count<ResponseReceived>(), 3U) << "180 and both 200";
  EXPECT_EQ(caller.sent_names(), "INVITE");
}

TEST_F(Races, InviteDelayedBehindItsSuccessIsAbsorbed) {
  const TransactionId ringing = ring();
  callee.respond(ringing, make_test_response(invite, 200));
  callee.receive(make_test_ack(invite));
  callee.clear();
  pass_time(64 * t1 - tick);
  callee.receive(invite);
  EXPECT_TRUE(callee.events.empty()) << "RFC 6026 1: else it would ring again";
  EXPECT_TRUE(callee.sent.empty());
}

TEST_F(Races, AnswerBehindTimeOutIsAStray) {
  caller.advance(64 * t1);
  EXPECT_EQ(caller.count<RequestTimedOut>(), 1U);
  caller.clear();
  caller.receive(make_test_response(invite, 200));
  ASSERT_EQ(caller.count<StrayResponse>(), 1U);
  caller.receive(make_test_response(invite, 486));
  EXPECT_EQ(caller.count<StrayResponse>(), 2U);
  EXPECT_TRUE(caller.sent.empty()) << "no ACK of a transaction that is gone";
}

TEST_F(Races, AckBehindTimerLIsReportedAsOrphan) {
  const TransactionId ringing = ring();
  callee.respond(ringing, make_test_response(invite, 200));
  callee.advance(64 * t1);
  EXPECT_EQ(callee.count<AckTimedOut>(), 1U);
  callee.receive(make_test_ack(invite));
  EXPECT_FALSE(callee.last<AckReceived>()->invite.has_value());
}

TEST_F(Races, LateDriverFiresEachTimerOnce) {
  caller.now += 20 * t1;  // an event loop that hung
  caller.layer.on_deadline(caller.now);
  caller.drain();
  EXPECT_EQ(caller.times_of("INVITE").size(), 2U);
  caller.now += 44 * t1;
  caller.layer.on_deadline(caller.now);
  caller.drain();
  EXPECT_EQ(caller.count<RequestTimedOut>(), 1U);
  EXPECT_EQ(caller.times_of("INVITE").size(), 2U) << "nothing goes out at the end";
}

}  // namespace
}  // namespace cxload::sip
