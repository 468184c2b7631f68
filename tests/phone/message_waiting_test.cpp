// What waits in a mailbox (RFC 3842): the body, the subscription on the stand-in, and far ends that do not
// keep to it.
#include "../../src/phone/message_waiting.hpp"

#include <gmock/gmock.h>

#include "phone/site.hpp"
#include "phone/udp_peer.hpp"

namespace cxload::phone {
namespace {

using sip::HeaderId;

TEST(MessageSummary, SaysWhetherAndPerhapsHowMany) {
  // The example of RFC 3842 5.
  const auto summary = parse_message_summary(
      "Messages-Waiting: yes\r\nMessage-Account: sip:alice@vmail.example.com\r\nVoice-Message: 2/8 "
      "(0/2)\r\n");
  ASSERT_TRUE(summary);
  EXPECT_TRUE(summary->waiting);
  EXPECT_EQ(summary->fresh, 2U);
  EXPECT_EQ(summary->old, 8U);
  const auto brief = parse_message_summary("messages-waiting:no");
  ASSERT_TRUE(brief);
  EXPECT_FALSE(brief->waiting);
  EXPECT_FALSE(brief->fresh);
  for (const auto* body : {"", "Voice-Message: 2/8", "Messages-Waiting: perhaps", "garbage"})
    EXPECT_FALSE(parse_message_summary(body)) << body;
  EXPECT_FALSE(parse_message_summary("Messages-Waiting: yes\r\nVoice-Message: x/8 (")->fresh);
}

net::Awaitable<void> ask(Phone& phone, std::optional<Outcome<MessageSummary>>& summary) {
  const RegisterOptions options;
  const Outcome<FinalResponse> registered = co_await phone.register_binding(options);
  EXPECT_TRUE(registered);
  summary = co_await phone.message_summary();
  co_await phone.close();
}

class MailboxWay : public testing::TestWithParam<net::Scheme> {};

TEST_P(MailboxWay, IsToldByTheStandin) {
  Site site;
  const auto phone = site.make_phone(site.make_group(GetParam(), "plain"), "1000");
  std::optional<Outcome<MessageSummary>> summary;
  site.run([&] { return ask(*phone, summary); });
  ASSERT_TRUE(summary && *summary) << (summary ? summary->error().detail : "");
  EXPECT_EQ((*summary)->status, 200);
  EXPECT_FALSE((*summary)->waiting);
  EXPECT_EQ((*summary)->fresh, 0U);
}

INSTANTIATE_TEST_SUITE_P(Doors, MailboxWay, testing::Values(net::Scheme::udp, net::Scheme::wss),
                         [](const auto& way) { return std::string(net::to_string(way.param)); });

/// Tells at once, before it answers the SUBSCRIBE, as RFC 6665 4.4.1 allows; or refuses.
class Mailbox {
 public:
  Mailbox(UdpPeer& peer, int status, std::string body)
      : peer_(peer), status_(status), body_(std::move(body)) {
    peer_.on_request = [this](const sip::Message& request) { on_request(request); };
  }
  std::vector<std::string> subscribed;  ///< Expires of each SUBSCRIBE

 private:
  void on_request(const sip::Message& request) {
    if (request.method() == "REGISTER") {
      sip::Message ok = sip::Message::make_response_to(request, 200);
      ok.append(HeaderId::contact, *request.find(HeaderId::contact));
      ok.append(HeaderId::expires, "600");
      return peer_.send_message(ok);
    }
    subscribed.emplace_back(request.find(HeaderId::expires).value_or(""));
    sip::Message answer = sip::Message::make_response_to(request, status_);
    const std::string to(answer.find(HeaderId::to).value_or(""));
    if (to.find(";tag=") == std::string::npos) answer.set(HeaderId::to, to + ";tag=box");
    answer.append(HeaderId::contact, "<sip:box@" + peer_.local().to_string() + ">");
    if (status_ == 200) notify(request, std::string(answer.find(HeaderId::to).value_or("")));
    peer_.send_message(answer);
  }

  void notify(const sip::Message& subscribe, const std::string& from) {
    const std::string_view contact = subscribe.find(HeaderId::contact).value_or("");
    sip::Message request = sip::Message::make_request("NOTIFY", contact.substr(1, contact.find('>') - 1));
    request.append(HeaderId::via, "SIP/2.0/UDP " + peer_.local().to_string() + ";branch=z9hG4bKnotify" +
                                      std::to_string(subscribed.size()));
    request.append(HeaderId::max_forwards, "70");
    request.append(HeaderId::from, from);
    request.append(HeaderId::to, *subscribe.find(HeaderId::from));
    request.append(HeaderId::call_id, *subscribe.find(HeaderId::call_id));
    request.append(HeaderId::cseq, std::to_string(subscribed.size()) + " NOTIFY");
    request.append(HeaderId::event, "message-summary");
    request.append("Subscription-State", "active;expires=600");
    if (!body_.empty()) request.set_body("application/simple-message-summary", body_);
    peer_.send_message(request);
  }

  UdpPeer& peer_;
  int status_;
  std::string body_;
};

struct Told {
  std::vector<std::string> subscribed;
  std::optional<Outcome<MessageSummary>> summary;
};

Told ask_of(int status, const std::string& body) {
  Site site;
  UdpPeer peer(site.shard);
  Mailbox mailbox(peer, status, body);
  Group& group = site.make_group(net::Scheme::udp, "plain");
  group.domain = "peer.test";
  group.door.host = peer.local().address.to_string();
  group.door.port = peer.local().port;
  const auto phone = site.make_phone(group, "1000");
  Told told;
  site.run([&] { return ask(*phone, told.summary); });
  told.subscribed = mailbox.subscribed;
  return told;
}

TEST(Mailbox, ANotifyMayOvertakeTheAnswer) {
  const Told told = ask_of(200, "Messages-Waiting: yes\r\nVoice-Message: 3/1 (0/0)\r\n");
  ASSERT_TRUE(told.summary && *told.summary);
  EXPECT_TRUE((*told.summary)->waiting);
  EXPECT_EQ((*told.summary)->fresh, 3U);
  EXPECT_THAT(told.subscribed, testing::ElementsAre("600", "0"));
}

TEST(Mailbox, NonsenseAndRefusalsAreTold) {
  const Told nonsense = ask_of(200, "how are you\r\n");
  ASSERT_TRUE(nonsense.summary && !*nonsense.summary);
  EXPECT_EQ(nonsense.summary->error().kind, "sip.bad_mwi");
  const Told refused = ask_of(489, "");
  ASSERT_TRUE(refused.summary && *refused.summary);
  EXPECT_EQ((*refused.summary)->status, 489);
  EXPECT_THAT(refused.subscribed, testing::ElementsAre("600"));
}

}  // namespace
}  // namespace cxload::phone
