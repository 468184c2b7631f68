/// Dialogs of both sides (RFC 3261 12), route sets, strict routing, sequence numbers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/sip/dialog.hpp>
#include <cxload/sip/errc.hpp>
#include <cxload/sip/request_builder.hpp>
#include <cxload/sip/uri.hpp>

#include "sip/transaction_harness.hpp"

namespace cxload::sip {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct DialogTest : testing::Test {
  static Message make_invite() {
    Message invite = make_test_request("INVITE", "z9hG4bK1", 7);
    invite.set(HeaderId::from, "\"Alice <A> \\\"x\\\"\" <sip:alice@example.org>;tag=alice;x=1");
    invite.append(HeaderId::contact, "<sip:alice@phone.invalid;transport=ws>;expires=60");
    return invite;
  }
  static Message make_answer(int status, std::string_view tag = "bob") {
    Message response = make_test_response(make_invite(), status, tag);
    response.append(HeaderId::contact, "<sip:bob@192.0.2.4:5062>");
    return response;
  }
  static void add_routes(Message& message) {
    message.append(HeaderId::record_route, "<sip:p2.example.org;lr>, <sip:p1.example.org;lr;ob=\"a,b\">");
    message.append(HeaderId::record_route, "<sip:p0.example.org;lr>");
  }
};

TEST_F(DialogTest, CallerTakesItsPartsFromRequestAndResponse) {
  Message answer = make_answer(200);
  add_routes(answer);
  auto dialog = Dialog::make_uac(make_invite(), answer);
  ASSERT_TRUE(dialog.has_value());
  EXPECT_FALSE(dialog->is_early());
  EXPECT_EQ(dialog->id(), (DialogId{"call@phone.invalid", "alice", "bob"}));
  EXPECT_EQ(dialog->remote_target(), "sip:bob@192.0.2.4:5062");
  const auto parts = dialog->next_request("BYE");
  EXPECT_EQ(parts.request_uri, "sip:bob@192.0.2.4:5062");
  EXPECT_EQ(parts.from, "\"Alice <A> \\\"x\\\"\" <sip:alice@example.org>;tag=alice");
  EXPECT_EQ(parts.to, "<sip:bob@example.org>;tag=bob");
  EXPECT_EQ(parts.cseq, 8U);
  EXPECT_THAT(parts.routes, ElementsAre("<sip:p0.example.org;lr>", "<sip:p1.example.org;lr;ob=\"a,b\">",
                                        "<sip:p2.example.org;lr>"))
      << "12.1.2: reversed";
}

TEST_F(DialogTest, CalleeTakesItsPartsFromTheRequest) {
  Message invite = make_invite();
  add_routes(invite);
  auto dialog = Dialog::make_uas(invite, "bob");
  ASSERT_TRUE(dialog.has_value());
  EXPECT_TRUE(dialog->is_early());
  EXPECT_EQ(dialog->id(), (DialogId{"call@phone.invalid", "bob", "alice"}));
  const auto parts = dialog->next_request("BYE");
  EXPECT_EQ(parts.request_uri, "sip:alice@phone.invalid;transport=ws");
  EXPECT_EQ(parts.from, "<sip:bob@example.org>;tag=bob");
  EXPECT_EQ(parts.to, "\"Alice <A> \\\"x\\\"\" <sip:alice@example.org>;tag=alice");
  EXPECT_THAT(parts.routes, ElementsAre("<sip:p2.example.org;lr>", "<sip:p1.example.org;lr;ob=\"a,b\">",
                                        "<sip:p0.example.org;lr>"))
      << "12.1.1: in order";
}

TEST_F(DialogTest, NoDialogWithoutTagContactOrTheRightStatus) {
  Message no_tag = make_answer(180);
  no_tag.set(HeaderId::to, "<sip:bob@example.org>");
  Message no_contact = make_answer(180);
  no_contact.remove(HeaderId::contact);
  Message star = make_answer(200);
  star.set(HeaderId::contact, "*");
  for (const Message& response :
       {no_tag, no_contact, star, make_answer(100), make_answer(302), make_answer(486)})
    EXPECT_EQ(Dialog::make_uac(make_invite(), response).error(), make_error_code(Errc::no_dialog))
        << response.write();
  Message request = make_invite();
  request.remove(HeaderId::contact);
  EXPECT_FALSE(Dialog::make_uas(request, "bob").has_value());
  EXPECT_FALSE(Dialog::make_uas(make_invite(), "").has_value());
}

TEST_F(DialogTest, RemoteTargetIsTheContactAsRequestUri) {
  for (const std::string_view text :
       {"sip:bob@192.0.2.4:5062", "sip:bob:pw@[2001:db8::1];transport=ws;ob", "SIP:bob@Example.org",
        "sips:bob@h:05062;lr", "sip:h:0", "sip:b@h?Subject=hi", "sip:b@h?", "sip:a?b@h",
        "sip:b@h;METHOD=INVITE", "sip:b@h;x=\"method\"", "tel:+49-30;phone-context=x", "TEL:110",
        "im:anybody"}) {
    Message answer = make_answer(200);
    answer.set(HeaderId::contact, "\"B, <x>\" <" + std::string(text) + ">;expires=1, <sip:second@h>");
    const auto dialog = Dialog::make_uac(make_invite(), answer);
    auto uri = parse_uri(text);
    ASSERT_EQ(dialog.has_value(), uri.has_value()) << text;
    if (!uri) continue;
    uri->headers.clear();
    uri->params.remove("method");
    EXPECT_EQ(dialog->remote_target(), uri->write());
  }
  for (const std::string_view wrong :
       {"<sip:b@h;=1>", "<sip:b@h>;=1", "<sip:b@h;a=>", "<sip:b h>", "sip:b@h?x=y"}) {
    Message answer = make_answer(200);
    answer.set(HeaderId::contact, wrong);
    EXPECT_FALSE(Dialog::make_uac(make_invite(), answer).has_value()) << wrong;
  }
}

TEST_F(DialogTest, CallerOfRfc2543NeedsNoTag) {
  Message invite = make_invite();
  invite.set(HeaderId::from, "sip:alice@example.org;user=phone");
  auto dialog = Dialog::make_uas(invite, "bob");
  ASSERT_TRUE(dialog.has_value());
  EXPECT_EQ(dialog->id().remote_tag, "");
  EXPECT_EQ(dialog->next_request("BYE").to, "<sip:alice@example.org>");
}

TEST_F(DialogTest, ConfirmingRecomputesTheRouteSetOnce) {
  Message ringing = make_answer(180);
  add_routes(ringing);
  auto dialog = Dialog::make_uac(make_invite(), ringing);
  ASSERT_TRUE(dialog.has_value());
  EXPECT_TRUE(dialog->is_early());
  Message answer = make_answer(200);
  answer.set(HeaderId::contact, "<sip:bob@192.0.2.9>");
  answer.append(HeaderId::record_route, "<sip:p9.example.org;lr>");
  dialog->confirm(answer);
  EXPECT_FALSE(dialog->is_early());
  EXPECT_THAT(dialog->ack_for(7).routes, ElementsAre("<sip:p9.example.org;lr>"));
  EXPECT_EQ(dialog->remote_target(), "sip:bob@192.0.2.9");
  dialog->confirm(make_answer(200));
  EXPECT_THAT(dialog->ack_for(7).routes, ElementsAre("<sip:p9.example.org;lr>")) << "confirmed: it stays";
}

TEST_F(DialogTest, ConfirmingACalleeChangesNothingElse) {
  auto dialog = Dialog::make_uas(make_invite(), "bob");
  dialog->confirm(make_answer(200));
  EXPECT_FALSE(dialog->is_early());
  EXPECT_EQ(dialog->remote_target(), "sip:alice@phone.invalid;transport=ws");
}

TEST_F(DialogTest, StrictRouterSwapsPlacesWithTheTarget) {
  Message answer = make_answer(200);
  answer.append(HeaderId::record_route, "<sip:p1.example.org;lr>");
  answer.append(HeaderId::record_route, "<sip:strict.example.org;method=INVITE;x=1?Subject=hi>");
  auto dialog = Dialog::make_uac(make_invite(), answer);
  const auto parts = dialog->next_request("BYE");
  EXPECT_EQ(parts.request_uri, "sip:strict.example.org;x=1");
  EXPECT_THAT(parts.routes, ElementsAre("<sip:p1.example.org;lr>", "<sip:bob@192.0.2.4:5062>"));
}

TEST_F(DialogTest, SequenceNumbersCountButForAckAndCancel) {
  auto dialog = Dialog::make_uac(make_invite(), make_answer(200));
  EXPECT_EQ(dialog->ack_for(7).cseq, 7U);
  EXPECT_EQ(dialog->next_request("ACK").cseq, 7U);
  EXPECT_EQ(dialog->next_request("INFO").cseq, 8U);
  EXPECT_EQ(dialog->next_request("CANCEL").cseq, 8U);
  EXPECT_EQ(dialog->next_request("BYE").cseq, 9U);
  EXPECT_EQ(dialog->ack_for(7).cseq, 7U);
  EXPECT_THAT(dialog->ack_for(7).routes, IsEmpty());
}

TEST_F(DialogTest, RemoteSequenceNumbersMustNotFall) {
  auto dialog = Dialog::make_uas(make_invite(), "bob");
  const auto accepts = [&](std::string_view method, std::uint32_t number) {
    return dialog->accept_request(make_test_request(method, "z9hG4bK5", number));
  };
  EXPECT_TRUE(accepts("INFO", 7));
  EXPECT_FALSE(accepts("INFO", 6));
  EXPECT_TRUE(accepts("INFO", 100)) << "gaps are fine";
  EXPECT_FALSE(accepts("BYE", 99));
  EXPECT_TRUE(accepts("ACK", 7)) << "the ACK of an older INVITE";
  EXPECT_TRUE(accepts("CANCEL", 7));
  EXPECT_TRUE(accepts("BYE", 101));
  Message broken = make_test_request("BYE");
  broken.set(HeaderId::cseq, "x");
  EXPECT_FALSE(dialog->accept_request(broken));
}

TEST_F(DialogTest, CallerAcceptsAnyFirstNumber) {
  auto dialog = Dialog::make_uac(make_invite(), make_answer(200));
  EXPECT_TRUE(dialog->accept_request(make_test_request("BYE", "z9hG4bK5", 0)));
}

TEST_F(DialogTest, TargetFollowsTheContactAndIgnoresNonsense) {
  auto dialog = Dialog::make_uac(make_invite(), make_answer(200));
  Message message = make_test_request("INVITE");
  dialog->refresh_target(message);
  EXPECT_EQ(dialog->remote_target(), "sip:bob@192.0.2.4:5062");
  message.append(HeaderId::contact, "*");
  dialog->refresh_target(message);
  EXPECT_EQ(dialog->remote_target(), "sip:bob@192.0.2.4:5062");
  message.set(HeaderId::contact, "Bob <sips:bob@[2001:db8::1]:5061;ob?X=y>, <sip:other@192.0.2.5>");
  dialog->refresh_target(message);
  EXPECT_EQ(dialog->remote_target(), "sips:bob@[2001:db8::1]:5061;ob") << "no headers in a Request-URI";
}

TEST_F(DialogTest, IdOfAMessageDependsOnTheSide) {
  Message request = make_test_request("BYE");
  EXPECT_EQ(dialog_id_of(request, true), std::nullopt) << "no To tag: outside any dialog";
  request.set(HeaderId::to, "<sip:bob@example.org>;tag=bob");
  const DialogId at_alice{"call@phone.invalid", "alice", "bob"};
  const DialogId at_bob{"call@phone.invalid", "bob", "alice"};
  EXPECT_EQ(dialog_id_of(request, true), at_bob);
  EXPECT_EQ(dialog_id_of(request, false), at_alice);
  const Message response = make_test_response(request, 200);
  EXPECT_EQ(dialog_id_of(response, true), at_alice);
  EXPECT_EQ(dialog_id_of(response, false), at_bob);
  request.remove(HeaderId::call_id);
  EXPECT_EQ(dialog_id_of(request, true), std::nullopt);
}

TEST(RequestBuilder, CancelShadowsItsInvite) {
  Message invite = make_test_request("INVITE", "z9hG4bK1", 7);
  invite.append(HeaderId::route, "<sip:p1.example.org;lr>");
  invite.append(HeaderId::require, "100rel");
  invite.append(HeaderId::proxy_require, "foo");
  invite.append(HeaderId::via, "SIP/2.0/UDP other.invalid;branch=z9hG4bK9");
  invite.set_body("application/sdp", "v=0\r\n");
  const Message cancel = make_cancel(invite);
  EXPECT_EQ(cancel.method(), "CANCEL");
  EXPECT_EQ(cancel.request_uri(), invite.request_uri());
  EXPECT_THAT(cancel.values(HeaderId::via), ElementsAre(*invite.first_value(HeaderId::via)));
  EXPECT_EQ(cancel.values(HeaderId::route), invite.values(HeaderId::route));
  for (const HeaderId id : {HeaderId::from, HeaderId::to, HeaderId::call_id})
    EXPECT_EQ(cancel.find(id), invite.find(id));
  EXPECT_EQ(cancel.find(HeaderId::cseq), "7 CANCEL");
  EXPECT_FALSE(cancel.find(HeaderId::require).has_value()) << "RFC 3261 9.1";
  EXPECT_FALSE(cancel.find(HeaderId::proxy_require).has_value());
  EXPECT_TRUE(cancel.body().empty());
}

TEST(RequestBuilder, AckToSuccessFollowsTheDialog) {
  const DialogId id{"call", "a", "b"};
  const Dialog::RequestParts parts{
      "sip:bob@192.0.2.4", {"<sip:p;lr>", "<sip:q;lr>"}, "<sip:a@x>;tag=a", "<sip:b@x>;tag=b", 7};
  const Message ack = make_ack_2xx(id, parts, "SIP/2.0/WS x.invalid;branch=z9hG4bK2");
  const auto parsed = parse_message(ack.write());
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->method(), "ACK");
  EXPECT_EQ(parsed->request_uri(), "sip:bob@192.0.2.4");
  EXPECT_THAT(parsed->values(HeaderId::route), ElementsAre("<sip:p;lr>", "<sip:q;lr>"));
  EXPECT_EQ(parsed->find(HeaderId::cseq), "7 ACK");
  EXPECT_EQ(dialog_id_of(*parsed, false), (DialogId{"call", "a", "b"}));
}

}  // namespace
}  // namespace cxload::sip
