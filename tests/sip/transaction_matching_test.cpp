/// Which transaction a message belongs to: RFC 3261 17.1.3, 17.2.3 and 9.2, RFC 2543 peers, malformed
/// messages.
#include <set>

#include "sip/transaction_harness.hpp"

namespace cxload::sip {
namespace {

constexpr std::string_view bob = "<sip:bob@example.org>;tag=bob";

struct Matching : testing::Test {
  TransactionHarness udp{Reliability::unreliable};

  /// A request of a peer that knows no branches.
  static Message legacy(std::string_view method) {
    Message request = make_test_request(method);
    request.set(HeaderId::via, "SIP/2.0/UDP old.example.org");
    return request;
  }
  static Message with_via(Message message, std::string_view via) {
    message.set(HeaderId::via, via);
    return message;
  }
};

TEST_F(Matching, ResponseNeedsBranchAndMethod) {
  const TransactionId id = udp.request(make_test_request("REGISTER"));
  udp.receive(make_test_response(make_test_request("REGISTER", "z9hG4bK2"), 200));
  udp.receive(make_test_response(make_test_request("OPTIONS"), 200));
  EXPECT_EQ(udp.count<StrayResponse>(), 2U);
  udp.receive(make_test_response(make_test_request("REGISTER"), 200));
  ASSERT_NE(udp.last<ResponseReceived>(), nullptr);
  EXPECT_EQ(udp.last<ResponseReceived>()->transaction, id);
}

TEST_F(Matching, ResponseMayAddToItsViaAndChangeTheCaseOfTheBranch) {
  const Message request = make_test_request("REGISTER");
  udp.request(request);
  udp.receive(with_via(make_test_response(request, 200),
                       "SIP / 2.0 / UDP phone.invalid:5060;received=127.0.0.1;rport=4; branch = Z9HG4BK1"));
  EXPECT_EQ(udp.count<ResponseReceived>(), 1U);
}

TEST_F(Matching, InviteAndItsCancelAreTwoClientTransactions) {
  const Message invite = make_test_request("INVITE");
  const TransactionId id = udp.request(invite);
  udp.receive(make_test_response(invite, 180));
  const TransactionId cancel = udp.request(make_test_request("CANCEL"));
  EXPECT_NE(cancel, id);
  udp.receive(make_test_response(make_test_request("CANCEL"), 200));
  EXPECT_EQ(udp.last<ResponseReceived>()->transaction, cancel);
  udp.receive(make_test_response(invite, 487));
  EXPECT_EQ(udp.last<ResponseReceived>()->transaction, id);
  EXPECT_EQ(udp.sent_names(), "INVITE CANCEL ACK");
}

TEST_F(Matching, ResponseWithASecondViaIsNotForUs) {
  const Message request = make_test_request("REGISTER");
  udp.request(request);
  Message two_fields = make_test_response(request, 200);
  two_fields.append(HeaderId::via, "SIP/2.0/UDP other.invalid;branch=z9hG4bK9");
  udp.receive(two_fields);
  udp.receive(
      with_via(make_test_response(request, 200),
               "SIP/2.0/UDP phone.invalid;branch=z9hG4bK1, SIP/2.0/UDP other.invalid;branch=z9hG4bK9"));
  EXPECT_TRUE(udp.events.empty());
  EXPECT_EQ(udp.layer.counters().malformed, 2U);
}

TEST_F(Matching, RequestNeedsBranchSentByAndMethod) {
  const TransactionId first = udp.receive_new(make_test_request("OPTIONS"));
  const TransactionId other_branch = udp.receive_new(make_test_request("OPTIONS", "z9hG4bK2"));
  const TransactionId other_host = udp.receive_new(
      with_via(make_test_request("OPTIONS"), "SIP/2.0/UDP other.invalid:5060;branch=z9hG4bK1"));
  const TransactionId other_port = udp.receive_new(
      with_via(make_test_request("OPTIONS"), "SIP/2.0/UDP phone.invalid:5062;branch=z9hG4bK1"));
  const TransactionId other_method = udp.receive_new(make_test_request("MESSAGE"));
  EXPECT_EQ((std::set{first, other_branch, other_host, other_port, other_method}.size()), 5U);
  udp.receive(with_via(make_test_request("OPTIONS"), "SIP/2.0/UDP PHONE.invalid:5060 ;branch=Z9hG4bk1"));
  EXPECT_TRUE(udp.events.empty()) << "hosts and branches have no case";
}

TEST_F(Matching, CancelNamesItsInvite) {
  const TransactionId invite = udp.receive_new(make_test_request("INVITE"));
  udp.receive_new(make_test_request("INVITE", "z9hG4bK2"));
  const TransactionId cancel = udp.receive_new(make_test_request("CANCEL"));
  EXPECT_NE(cancel, invite);
  EXPECT_EQ(udp.layer.find_cancelled(cancel), invite);
  const TransactionId lost = udp.receive_new(make_test_request("CANCEL", "z9hG4bK3"));
  EXPECT_EQ(udp.layer.find_cancelled(lost), std::nullopt);
  EXPECT_EQ(udp.layer.find_cancelled(TransactionId{999}), std::nullopt);
}

TEST_F(Matching, CancelledInviteMayHaveItsAnswerAlready) {
  const Message invite = make_test_request("INVITE");
  const TransactionId id = udp.receive_new(invite);
  udp.respond(id, make_test_response(invite, 200));
  EXPECT_EQ(udp.layer.find_cancelled(udp.receive_new(make_test_request("CANCEL"))), id);
}

TEST_F(Matching, LegacyRequestMatchesByItsFields) {
  const TransactionId id = udp.receive_new(legacy("INVITE"));
  udp.receive(legacy("INVITE"));
  EXPECT_TRUE(udp.events.empty());
  Message other_number = legacy("INVITE");
  other_number.set(HeaderId::cseq, "2 INVITE");
  Message other_uri = legacy("INVITE");
  other_uri.set_request_uri("sip:carol@example.org");
  Message other_call = legacy("INVITE");
  other_call.set(HeaderId::call_id, "other");
  Message other_tag = legacy("INVITE");
  other_tag.set(HeaderId::from, "<sip:alice@example.org>;tag=other");
  Message in_dialog = legacy("INVITE");
  in_dialog.set(HeaderId::to, bob);
  const Message other_via = with_via(legacy("INVITE"), "SIP/2.0/UDP older.example.org");
  for (const Message& request : {other_number, other_uri, other_call, other_tag, in_dialog, other_via})
    EXPECT_NE(udp.receive_new(request), id);
}

TEST_F(Matching, LegacyCancelNamesItsInvite) {
  const TransactionId invite = udp.receive_new(legacy("INVITE"));
  EXPECT_EQ(udp.layer.find_cancelled(udp.receive_new(legacy("CANCEL"))), invite);
}

TEST_F(Matching, LegacyAckMatchesByTheTagOfTheResponse) {
  const TransactionId id = udp.receive_new(legacy("INVITE"));
  udp.respond(id, make_test_response(legacy("INVITE"), 486));
  Message ack = legacy("ACK");
  ack.set(HeaderId::to, "<sip:bob@example.org>;tag=another");
  udp.receive(ack);
  EXPECT_EQ(udp.count<AckReceived>(), 1U) << "not ours";
  ack.set(HeaderId::to, bob);
  udp.receive(ack);
  EXPECT_EQ(udp.count<AckReceived>(), 1U);
  EXPECT_EQ(time_to_idle(udp), t4) << "confirmed, Timer I";
}

TEST_F(Matching, LegacyAckToSuccessIsReported) {
  const TransactionId id = udp.receive_new(legacy("INVITE"));
  udp.respond(id, make_test_response(legacy("INVITE"), 200));
  Message ack = legacy("ACK");
  ack.set(HeaderId::to, bob);
  udp.receive(ack);
  ASSERT_NE(udp.last<AckReceived>(), nullptr);
  EXPECT_EQ(udp.last<AckReceived>()->invite, id);
}

TEST_F(Matching, LegacyResponsesMatchNothing) {
  udp.request(make_test_request("REGISTER"));
  udp.receive(with_via(make_test_response(make_test_request("REGISTER"), 200), "SIP/2.0/UDP phone.invalid"));
  EXPECT_TRUE(udp.events.empty());
  EXPECT_EQ(udp.layer.counters().malformed, 1U);
}

TEST_F(Matching, RequestsWithoutWhatMatchingNeedsAreDropped) {
  std::vector<Message> bad;
  for (const HeaderId id : {HeaderId::via, HeaderId::from, HeaderId::to, HeaderId::call_id, HeaderId::cseq}) {
    bad.push_back(make_test_request("INVITE"));
    bad.back().remove(id);
  }
  for (const std::string_view via :
       {"", "SIP/2.0/UDP", "SIP/2.0 x;branch=z9hG4bK1", ";", "SIP/2.0/UDP ;branch=a"})
    bad.push_back(with_via(make_test_request("INVITE"), via));
  for (const std::string_view cseq :
       {"", "INVITE", "1", "x INVITE", "1 BYE", "99999999999 INVITE", "-1 INVITE"}) {
    bad.push_back(make_test_request("INVITE"));
    bad.back().set(HeaderId::cseq, cseq);
  }
  Message ack = make_test_request("ACK");
  ack.remove(HeaderId::via);
  bad.push_back(ack);
  for (const Message& message : bad) udp.receive(message);
  EXPECT_TRUE(udp.events.empty());
  EXPECT_TRUE(udp.sent.empty());
  EXPECT_EQ(udp.layer.live(), 0U);
  EXPECT_EQ(udp.layer.counters().malformed, bad.size());
}

TEST_F(Matching, ResponsesWithoutWhatMatchingNeedsAreDropped) {
  for (const HeaderId id : {HeaderId::via, HeaderId::cseq}) {
    Message response = make_test_response(make_test_request("INVITE"), 200);
    response.remove(id);
    udp.receive(response);
  }
  EXPECT_TRUE(udp.events.empty());
  EXPECT_EQ(udp.layer.counters().malformed, 2U);
}

TEST_F(Matching, OwnRequestWithoutBranchFailsHere) {
  const TransactionId id = udp.request(with_via(make_test_request("OPTIONS"), "SIP/2.0/UDP phone.invalid"));
  ASSERT_NE(udp.last<TransportFailed>(), nullptr);
  EXPECT_EQ(udp.last<TransportFailed>()->transaction, id);
  EXPECT_TRUE(udp.last<TransportFailed>()->failure.is_local());
  EXPECT_EQ(udp.layer.live(), 0U);
  EXPECT_TRUE(udp.sent.empty());
}

}  // namespace
}  // namespace cxload::sip
