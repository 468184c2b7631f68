/// RFC 3261 figure 5 with the Accepted state of RFC 6026 7.2, arrow by arrow.
#include "sip/transaction_harness.hpp"

namespace cxload::sip {
namespace {

using testing::Test;

struct InviteClient : Test {
  TransactionHarness udp{Reliability::unreliable};
  TransactionHarness tcp{Reliability::reliable};
  const Message invite = make_test_request("INVITE");
};

TEST_F(InviteClient, SendsAtOnce) {
  const TransactionId id = udp.request(invite);
  ASSERT_EQ(udp.sent_names(), "INVITE");
  EXPECT_EQ(udp.sent[0].transaction, id);
  EXPECT_FALSE(udp.sent[0].is_retransmission);
  EXPECT_EQ(udp.sent[0].message.write(), invite.write());
}

TEST_F(InviteClient, TimerADoublesWithoutCapUntilTimerB) {
  const TransactionId id = udp.request(invite);
  udp.advance(64 * t1 - tick);
  const std::vector<Duration> expected{0 * t1, 1 * t1, 3 * t1, 7 * t1, 15 * t1, 31 * t1, 63 * t1};
  EXPECT_EQ(udp.times_of("INVITE"), expected);
  EXPECT_TRUE(udp.sent.back().is_retransmission);
  EXPECT_EQ(udp.layer.live(), 1U);
  EXPECT_TRUE(udp.events.empty());
  udp.advance(tick);
  ASSERT_NE(udp.last<RequestTimedOut>(), nullptr);
  EXPECT_EQ(udp.last<RequestTimedOut>()->transaction, id);
  EXPECT_EQ(udp.layer.live(), 0U);
}

TEST_F(InviteClient, ReliableTransportHasTimerBButNotA) {
  tcp.request(invite);
  tcp.advance(64 * t1 - tick);
  EXPECT_EQ(tcp.sent_names(), "INVITE");
  EXPECT_EQ(tcp.layer.live(), 1U);
  tcp.advance(tick);
  EXPECT_EQ(tcp.count<RequestTimedOut>(), 1U);
  EXPECT_EQ(tcp.layer.live(), 0U);
}

TEST_F(InviteClient, TransportErrorInCallingIsReported) {
  const TransactionId id = udp.request(invite);
  udp.fail_transport();
  ASSERT_NE(udp.last<TransportFailed>(), nullptr);
  EXPECT_EQ(udp.last<TransportFailed>()->transaction, id);
  EXPECT_EQ(udp.last<TransportFailed>()->failure.kind, "udp.gone");
  EXPECT_EQ(udp.layer.live(), 0U);
}

TEST_F(InviteClient, ProvisionalStopsTimersAAndB) {
  udp.request(invite);
  udp.receive(make_test_response(invite, 180));
  EXPECT_EQ(udp.last_status(), 180);
  udp.advance(std::chrono::minutes(30));
  EXPECT_EQ(udp.sent_names(), "INVITE");
  EXPECT_EQ(udp.layer.live(), 1U);
  EXPECT_EQ(udp.layer.next_deadline(), std::nullopt);
  udp.receive(make_test_response(invite, 183));
  EXPECT_EQ(udp.last_status(), 183);
}

TEST_F(InviteClient, TransportErrorInProceedingIsReported) {
  udp.request(invite);
  udp.receive(make_test_response(invite, 180));
  udp.fail_transport();
  EXPECT_EQ(udp.count<TransportFailed>(), 1U);
  EXPECT_EQ(udp.layer.live(), 0U);
}

TEST_F(InviteClient, RefusalInCallingIsAcknowledgedAndLingersForTimerD) {
  udp.request(invite);
  udp.receive(make_test_response(invite, 486));
  EXPECT_EQ(udp.sent_names(), "INVITE ACK");
  EXPECT_EQ(udp.last_status(), 486);
  udp.advance(udp.timing.timer_d - tick);
  EXPECT_EQ(udp.layer.live(), 1U);
  udp.advance(tick);
  EXPECT_EQ(udp.layer.live(), 0U);
  EXPECT_EQ(udp.events.size(), 1U);
}

TEST_F(InviteClient, RefusalInProceedingEndsAtOnceOverReliableTransport) {
  tcp.request(invite);
  tcp.receive(make_test_response(invite, 180));
  tcp.receive(make_test_response(invite, 603));
  EXPECT_EQ(tcp.sent_names(), "INVITE ACK");
  EXPECT_EQ(tcp.last_status(), 603);
  EXPECT_EQ(tcp.layer.live(), 0U);
}

TEST_F(InviteClient, RefusalAgainIsAcknowledgedAgainButNotReported) {
  udp.request(invite);
  udp.receive(make_test_response(invite, 486));
  udp.advance(t1);
  udp.receive(make_test_response(invite, 486));
  EXPECT_EQ(udp.sent_names(), "INVITE ACK ACK");
  EXPECT_EQ(udp.sent[1].message.write(), udp.sent[2].message.write());
  EXPECT_TRUE(udp.sent[2].is_retransmission);
  EXPECT_EQ(udp.count<ResponseReceived>(), 1U);
  EXPECT_EQ(time_to_idle(udp), udp.timing.timer_d - t1) << "a repeat must not start Timer D anew";
}

TEST_F(InviteClient, NothingElseMattersInCompleted) {
  udp.request(invite);
  udp.receive(make_test_response(invite, 486));
  udp.clear();
  udp.receive(make_test_response(invite, 180));
  udp.receive(make_test_response(invite, 200));
  EXPECT_TRUE(udp.events.empty());
  EXPECT_TRUE(udp.sent.empty());
  udp.fail_transport();
  EXPECT_TRUE(udp.events.empty()) << "the TU has its outcome";
  EXPECT_EQ(udp.layer.live(), 0U);
}

TEST_F(InviteClient, AckToRefusalFollowsTheRules) {
  Message request = make_test_request("INVITE");
  request.append(HeaderId::route, "<sip:second.example.org;lr>");
  request.append(HeaderId::contact, "<sip:alice@phone.invalid>");
  request.set_body("application/sdp", "v=0\r\n");
  udp.request(request);
  udp.receive(make_test_response(request, 404, "refuser"));
  const Message& ack = udp.sent.at(1).message;
  EXPECT_EQ(ack.request_uri(), request.request_uri());
  EXPECT_EQ(ack.count(HeaderId::via), 1U);
  EXPECT_EQ(ack.find(HeaderId::via), request.find(HeaderId::via));
  EXPECT_EQ(ack.find(HeaderId::from), request.find(HeaderId::from));
  EXPECT_EQ(ack.find(HeaderId::call_id), request.find(HeaderId::call_id));
  EXPECT_EQ(ack.find(HeaderId::to), "<sip:bob@example.org>;tag=refuser");
  EXPECT_EQ(ack.find(HeaderId::cseq), "1 ACK");
  EXPECT_EQ(ack.find(HeaderId::max_forwards), "70");
  EXPECT_EQ(ack.values(HeaderId::route), request.values(HeaderId::route));
  EXPECT_FALSE(ack.find(HeaderId::contact).has_value());
  EXPECT_TRUE(ack.body().empty());
}

TEST_F(InviteClient, AckToRefusalIsTheSameAfterRinging) {
  udp.request(invite);
  udp.receive(make_test_response(invite, 486));
  const std::string at_once = udp.sent.at(1).message.write();
  for (const Reliability reliability : {Reliability::unreliable, Reliability::reliable}) {
    TransactionHarness rung(reliability);
    rung.request(invite);
    rung.receive(make_test_response(invite, 180));
    rung.advance(std::chrono::minutes(2));
    rung.receive(make_test_response(invite, 486));
    ASSERT_EQ(rung.sent_names(), "INVITE ACK");
    EXPECT_EQ(rung.sent.at(1).message.write(), at_once);
  }
}

TEST_F(InviteClient, AckToRefusalOfAnInviteNoPeerShouldAccept) {
  Message request = make_test_request("INVITE");
  request.set_request_uri("sip:bob smith@example.org");
  for (int i = 0; i < 300; ++i) request.append("X-Many", std::string(300, 'x'));
  udp.layer.send_request(request, udp.now);
  ASSERT_TRUE(udp.layer.poll_output().has_value());
  udp.layer.on_message(make_test_response(request, 400), udp.now);
  const auto ack = udp.layer.poll_output();
  ASSERT_TRUE(ack.has_value());
  EXPECT_TRUE(ack->bytes->starts_with("ACK sip:bob smith@example.org SIP/2.0\r\n"));
  for (const std::string_view line :
       {"Route: <sip:proxy.example.org;lr>", "To: <sip:bob@example.org>;tag=bob", "CSeq: 1 ACK"})
    EXPECT_NE(ack->bytes->find("\r\n" + std::string(line) + "\r\n"), std::string::npos) << line;
  EXPECT_EQ(ack->bytes->find("X-Many"), std::string::npos);
}

TEST_F(InviteClient, SuccessIsNotAcknowledgedAndLivesUntilTimerM) {
  for (TransactionHarness* side : {&udp, &tcp}) {
    side->request(invite);
    side->receive(make_test_response(invite, 200));
    EXPECT_EQ(side->sent_names(), "INVITE");
    EXPECT_EQ(side->last_status(), 200);
    EXPECT_EQ(time_to_idle(*side), 64 * t1);
    EXPECT_EQ(side->events.size(), 1U);
  }
}

TEST_F(InviteClient, EachSuccessReachesTheTu) {
  udp.request(invite);
  udp.receive(make_test_response(invite, 180));
  udp.receive(make_test_response(invite, 200));
  udp.advance(t1);
  udp.receive(make_test_response(invite, 200));
  udp.receive(make_test_response(invite, 200, "other-fork"));
  EXPECT_EQ(udp.count<ResponseReceived>(), 4U);
  EXPECT_EQ(udp.last<ResponseReceived>()->response.find(HeaderId::to),
            "<sip:bob@example.org>;tag=other-fork");
  EXPECT_EQ(time_to_idle(udp), 63 * t1) << "a repeat must not start Timer M anew";
}

TEST_F(InviteClient, OnlySuccessMattersInAccepted) {
  udp.request(invite);
  udp.receive(make_test_response(invite, 200));
  udp.clear();
  udp.receive(make_test_response(invite, 180));
  udp.receive(make_test_response(invite, 486));
  EXPECT_TRUE(udp.events.empty());
  EXPECT_TRUE(udp.sent.empty());
  udp.fail_transport();
  EXPECT_TRUE(udp.events.empty());
  EXPECT_EQ(udp.layer.live(), 0U);
}

TEST_F(InviteClient, ForgottenWhileRingingEndsByItselfAndInSilence) {
  const TransactionId id = udp.request(invite);
  udp.receive(make_test_response(invite, 180));
  udp.advance(std::chrono::minutes(3));
  udp.clear();
  udp.layer.forget(id);
  EXPECT_EQ(time_to_idle(udp), 64 * t1);
  EXPECT_TRUE(udp.events.empty());
}

TEST_F(InviteClient, ForgottenIsStillAcknowledged) {
  const TransactionId id = udp.request(invite);
  udp.layer.forget(id);
  udp.receive(make_test_response(invite, 180));
  udp.receive(make_test_response(invite, 487));
  EXPECT_EQ(udp.sent_names(), "INVITE ACK");
  EXPECT_TRUE(udp.events.empty());
  EXPECT_EQ(time_to_idle(udp), udp.timing.timer_d);
}

TEST_F(InviteClient, ForgettingRemovesWhatIsQueued) {
  const TransactionId id = udp.layer.send_request(invite, udp.now);
  udp.layer.on_message(make_test_response(invite, 180), udp.now);
  udp.layer.forget(id);
  EXPECT_FALSE(udp.layer.poll_event().has_value());
}

}  // namespace
}  // namespace cxload::sip
