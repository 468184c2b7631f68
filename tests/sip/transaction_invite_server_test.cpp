/// RFC 3261 figure 7 with the Accepted state of RFC 6026 7.1, arrow by arrow, and the 2xx of 13.3.1.4.
#include "sip/transaction_harness.hpp"

namespace cxload::sip {
namespace {

const Duration trying_delay = std::chrono::milliseconds(200);

struct InviteServer : testing::Test {
  TransactionHarness udp{Reliability::unreliable};
  TransactionHarness tcp{Reliability::reliable};
  const Message invite = make_test_request("INVITE");

  TransactionId receive_invite(TransactionHarness& side) { return side.receive_new(invite); }
  /// Timer G and the 2xx alike: from T1 on, doubling up to T2, for 64*T1.
  const std::vector<Duration> repeats{0 * t1,  1 * t1,  3 * t1,  7 * t1,  15 * t1, 23 * t1,
                                      31 * t1, 39 * t1, 47 * t1, 55 * t1, 63 * t1};
};

TEST_F(InviteServer, ReportsTheRequestOnce) {
  udp.receive(invite);
  udp.receive(invite);
  EXPECT_EQ(udp.count<RequestReceived>(), 1U);
  EXPECT_EQ(udp.events.size(), 1U);
  EXPECT_EQ(udp.layer.live(), 1U);
}

TEST_F(InviteServer, SendsTryingWhenTheTuIsSlow) {
  receive_invite(udp);
  udp.advance(trying_delay - tick);
  EXPECT_TRUE(udp.sent.empty());
  udp.advance(tick);
  ASSERT_EQ(udp.sent_names(), "100");
  EXPECT_FALSE(udp.sent[0].is_retransmission);
  EXPECT_EQ(udp.sent[0].message.find(HeaderId::to), invite.find(HeaderId::to)) << "a 100 adds no tag";
  udp.advance(std::chrono::minutes(10));
  EXPECT_EQ(udp.sent_names(), "100");
  EXPECT_EQ(udp.layer.live(), 1U);
}

TEST_F(InviteServer, SendsNoTryingWhenTheTuAnsweredInTime) {
  const TransactionId id = receive_invite(udp);
  udp.respond(id, make_test_response(invite, 180));
  udp.advance(std::chrono::minutes(1));
  EXPECT_EQ(udp.sent_names(), "180");
}

TEST_F(InviteServer, InviteAgainInProceedingGetsTheLastProvisional) {
  const TransactionId id = receive_invite(udp);
  udp.respond(id, make_test_response(invite, 180));
  udp.respond(id, make_test_response(invite, 183));
  udp.receive(invite);
  EXPECT_EQ(udp.sent_names(), "180 183 183");
  EXPECT_TRUE(udp.sent[2].is_retransmission);
  EXPECT_TRUE(udp.events.empty());
}

TEST_F(InviteServer, InviteAgainBeforeAnyAnswerGetsTheTryingEarly) {
  receive_invite(udp);
  udp.receive(invite);
  EXPECT_EQ(udp.sent_names(), "100");
  EXPECT_FALSE(udp.sent[0].is_retransmission);
  udp.advance(trying_delay);
  EXPECT_EQ(udp.sent_names(), "100");
}

TEST_F(InviteServer, RefusalIsRepeatedByTimerGUntilTimerH) {
  const TransactionId id = receive_invite(udp);
  udp.respond(id, make_test_response(invite, 486));
  udp.advance(64 * t1 - tick);
  EXPECT_EQ(udp.times_of("486"), repeats);
  EXPECT_EQ(udp.layer.live(), 1U);
  EXPECT_TRUE(udp.events.empty());
  udp.advance(tick);
  ASSERT_NE(udp.last<AckTimedOut>(), nullptr);
  EXPECT_EQ(udp.last<AckTimedOut>()->transaction, id);
  EXPECT_EQ(udp.layer.live(), 0U);
}

TEST_F(InviteServer, ReliableTransportHasTimerHButNotG) {
  const TransactionId id = receive_invite(tcp);
  tcp.respond(id, make_test_response(invite, 486));
  tcp.advance(64 * t1 - tick);
  EXPECT_EQ(tcp.sent_names(), "486");
  EXPECT_EQ(tcp.layer.live(), 1U);
  tcp.advance(tick);
  EXPECT_EQ(tcp.count<AckTimedOut>(), 1U);
  EXPECT_EQ(tcp.layer.live(), 0U);
}

TEST_F(InviteServer, InviteAgainInCompletedGetsTheRefusal) {
  const TransactionId id = receive_invite(udp);
  udp.respond(id, make_test_response(invite, 486));
  udp.receive(invite);
  EXPECT_EQ(udp.sent_names(), "486 486");
  EXPECT_EQ(time_to_idle(udp), 64 * t1);
}

TEST_F(InviteServer, AckToRefusalConfirmsForTimerI) {
  const TransactionId id = receive_invite(udp);
  udp.respond(id, make_test_response(invite, 486));
  udp.advance(t1);
  udp.receive(make_test_ack(invite, "z9hG4bK1"));
  udp.clear();
  udp.receive(make_test_ack(invite, "z9hG4bK1"));
  udp.receive(invite);
  udp.advance(t4 - tick);
  EXPECT_EQ(udp.layer.live(), 1U);
  udp.advance(tick);
  EXPECT_EQ(udp.layer.live(), 0U);
  EXPECT_TRUE(udp.sent.empty()) << "Confirmed absorbs all";
  EXPECT_TRUE(udp.events.empty()) << "the TU does not see the ACK to a refusal";
}

TEST_F(InviteServer, AckToRefusalEndsAtOnceOverReliableTransport) {
  const TransactionId id = receive_invite(tcp);
  tcp.respond(id, make_test_response(invite, 486));
  tcp.receive(make_test_ack(invite, "z9hG4bK1"));
  EXPECT_EQ(tcp.layer.live(), 0U);
  EXPECT_TRUE(tcp.events.empty());
}

TEST_F(InviteServer, AckToRefusalNeedsTheBranchOfItsInvite) {
  const TransactionId id = receive_invite(udp);
  udp.respond(id, make_test_response(invite, 486));
  udp.receive(make_test_ack(invite, "z9hG4bKother"));
  ASSERT_NE(udp.last<AckReceived>(), nullptr);
  EXPECT_FALSE(udp.last<AckReceived>()->invite.has_value());
  udp.advance(t1);
  EXPECT_EQ(udp.sent_names(), "486 486");
}

TEST_F(InviteServer, SuccessIsRepeatedOnAnyTransportUntilTimerL) {
  for (TransactionHarness* side : {&udp, &tcp}) {
    const TransactionId id = receive_invite(*side);
    side->respond(id, make_test_response(invite, 200));
    side->advance(64 * t1 - tick);
    EXPECT_EQ(side->times_of("200"), repeats);
    EXPECT_TRUE(side->events.empty());
    side->advance(tick);
    ASSERT_NE(side->last<AckTimedOut>(), nullptr);
    EXPECT_EQ(side->last<AckTimedOut>()->transaction, id);
    EXPECT_EQ(side->layer.live(), 0U);
  }
}

TEST_F(InviteServer, AckToSuccessStopsTheRepeats) {
  const TransactionId id = receive_invite(udp);
  udp.respond(id, make_test_response(invite, 180));
  udp.respond(id, make_test_response(invite, 200));
  udp.advance(t1);
  udp.receive(make_test_ack(invite));
  ASSERT_NE(udp.last<AckReceived>(), nullptr);
  EXPECT_EQ(udp.last<AckReceived>()->invite, id);
  EXPECT_EQ(time_to_idle(udp), 63 * t1) << "Timer L runs on, to absorb the INVITE";
  EXPECT_EQ(udp.sent_names(), "180 200 200");
  EXPECT_EQ(udp.events.size(), 1U);
}

TEST_F(InviteServer, SecondAckIsAbsorbed) {
  const TransactionId id = receive_invite(udp);
  udp.respond(id, make_test_response(invite, 200));
  udp.receive(make_test_ack(invite));
  udp.receive(make_test_ack(invite, "z9hG4bKagain"));
  EXPECT_EQ(udp.events.size(), 1U);
}

TEST_F(InviteServer, AckToSuccessWithTheBranchOfTheInviteCountsToo) {
  const TransactionId id = receive_invite(udp);
  udp.respond(id, make_test_response(invite, 200));
  udp.receive(make_test_ack(invite, "z9hG4bK1"));
  ASSERT_NE(udp.last<AckReceived>(), nullptr);
  EXPECT_EQ(udp.last<AckReceived>()->invite, id);
}

TEST_F(InviteServer, AckOfAnotherDialogOrNumberMatchesNothing) {
  const TransactionId id = receive_invite(udp);
  udp.respond(id, make_test_response(invite, 200));
  Message other_call = make_test_ack(invite);
  other_call.set(HeaderId::call_id, "another@phone.invalid");
  Message other_caller = make_test_ack(invite);
  other_caller.set(HeaderId::from, "<sip:alice@example.org>;tag=mallory");
  const std::vector<Message> acks{other_call, other_caller, make_test_ack(invite, "z9hG4bKa", "eve"),
                                  make_test_ack(make_test_request("INVITE", "z9hG4bK1", 2))};
  for (const Message& ack : acks) {
    udp.receive(ack);
    ASSERT_NE(udp.last<AckReceived>(), nullptr);
    EXPECT_FALSE(udp.last<AckReceived>()->invite.has_value());
  }
  EXPECT_EQ(udp.events.size(), acks.size());
  udp.advance(t1);
  EXPECT_EQ(udp.sent_names(), "200 200");
}

TEST_F(InviteServer, AcceptedTakesFurtherSuccessAndNothingElseFromTheTu) {
  const TransactionId id = receive_invite(udp);
  udp.respond(id, make_test_response(invite, 200));
  for (const int status : {180, 486, 202}) udp.respond(id, make_test_response(invite, status));
  EXPECT_EQ(udp.sent_names(), "200 202");
}

TEST_F(InviteServer, NothingOfTheTuPassesInCompleted) {
  const TransactionId id = receive_invite(udp);
  udp.respond(id, make_test_response(invite, 486));
  for (const int status : {180, 200, 500}) udp.respond(id, make_test_response(invite, status));
  EXPECT_EQ(udp.sent_names(), "486");
}

TEST_F(InviteServer, TransportErrorIsReportedWhileOpen) {
  const TransactionId ringing = receive_invite(udp);
  udp.respond(ringing, make_test_response(invite, 180));
  udp.fail_transport();
  ASSERT_NE(udp.last<TransportFailed>(), nullptr);
  EXPECT_EQ(udp.last<TransportFailed>()->transaction, ringing);
  for (const int status : {200, 486}) {
    const TransactionId id = receive_invite(udp);
    udp.respond(id, make_test_response(invite, status));
    udp.fail_transport();
    EXPECT_EQ(udp.count<TransportFailed>(), 1U) << status << " awaits its ACK";
    EXPECT_EQ(udp.layer.live(), 0U);
  }
}

TEST_F(InviteServer, TransportErrorAfterTheAckIsNobodysBusiness) {
  for (const int status : {200, 486}) {
    const TransactionId id = receive_invite(udp);
    udp.respond(id, make_test_response(invite, status));
    udp.receive(make_test_ack(invite, "z9hG4bK1"));
    udp.clear();
    udp.fail_transport();
    EXPECT_TRUE(udp.events.empty());
    EXPECT_EQ(udp.layer.live(), 0U);
  }
}

TEST_F(InviteServer, ForgottenUnansweredEndsByItselfAndInSilence) {
  const TransactionId id = receive_invite(udp);
  udp.advance(std::chrono::minutes(2));
  udp.layer.forget(id);
  EXPECT_EQ(time_to_idle(udp), 64 * t1);
  EXPECT_TRUE(udp.events.empty());
}

TEST_F(InviteServer, ForgottenIsStillRepeated) {
  const TransactionId id = receive_invite(udp);
  udp.respond(id, make_test_response(invite, 487));
  udp.layer.forget(id);
  udp.advance(64 * t1);
  EXPECT_EQ(udp.sent.size(), repeats.size());
  EXPECT_TRUE(udp.events.empty());
  EXPECT_EQ(udp.layer.live(), 0U);
}

}  // namespace
}  // namespace cxload::sip
