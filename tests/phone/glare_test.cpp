// Both sides of a call ask for a change at once (RFC 3261 14.1, 14.2), and what a far end says about a
// transfer.
#include <gmock/gmock.h>

#include <cxload/sip/dialog.hpp>

#include "../../src/phone/in_dialog/transfer.hpp"
#include "phone/site.hpp"
#include "phone/udp_peer.hpp"

namespace cxload::phone {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Answers a call; crosses the first re-INVITE with one of its own, and takes the second.
class CrossingPeer {
 public:
  explicit CrossingPeer(UdpPeer& peer) : peer_(peer) {
    peer_.on_request = [this](const sip::Message& request) { on_request(request); };
  }
  std::vector<std::string> offers;  ///< what was offered to it

 private:
  void on_request(const sip::Message& request) {
    if (request.method() == "ACK") return;
    if (request.method() != "INVITE") return respond(request, 200, {});
    offers.emplace_back(request.body());
    if (offers.size() != 2) return respond(request, 200, offers.size() == 1 ? "sendrecv" : "recvonly");
    send_own(request);
    respond(request, 491, {});
  }

  static std::string description(std::string_view direction) {
    return fmt::format(
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        "m=audio 1 RTP/AVP 0\r\na={}\r\n",
        direction);
  }

  void respond(const sip::Message& request, int status, std::string_view direction) {
    sip::Message response = sip::Message::make_response_to(request, status);
    const std::string to(response.find(sip::HeaderId::to).value_or(""));
    if (to.find(";tag=") == std::string::npos) response.set(sip::HeaderId::to, to + ";tag=one");
    response.append(sip::HeaderId::contact, "<sip:peer@" + peer_.local().to_string() + ">");
    if (!direction.empty()) response.set_body("application/sdp", description(direction));
    peer_.send_message(response);
  }

  void send_own(const sip::Message& theirs) {
    const std::string contact(theirs.find(sip::HeaderId::contact).value_or(""));
    sip::Message invite = sip::Message::make_request("INVITE", contact.substr(1, contact.find('>') - 1));
    invite.append(sip::HeaderId::via, "SIP/2.0/UDP " + peer_.local().to_string() + ";branch=z9hG4bKcrossing");
    invite.append(sip::HeaderId::max_forwards, "70");
    invite.append(sip::HeaderId::from, theirs.find(sip::HeaderId::to).value_or(""));
    invite.append(sip::HeaderId::to, theirs.find(sip::HeaderId::from).value_or(""));
    invite.append(sip::HeaderId::call_id, theirs.find(sip::HeaderId::call_id).value_or(""));
    invite.append(sip::HeaderId::cseq, "1 INVITE");
    invite.append(sip::HeaderId::contact, "<sip:peer@" + peer_.local().to_string() + ">");
    invite.set_body("application/sdp", description("sendonly"));
    peer_.send_message(invite);
  }

  UdpPeer& peer_;
};

net::Awaitable<void> hold_once(Phone& phone, std::optional<Outcome<MidCallResult>>& held) {
  DialRequest request;
  request.target = "160";
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  if (!dialled) co_return;
  const std::shared_ptr<Call>& call = *dialled;
  const CallResult result = co_await call->wait_final();
  if (result.status == 200) held = co_await call->hold();
  co_await phone.close();
}

TEST(Glare, IsRefusedAndTriedAgain) {
  Site site;
  UdpPeer peer(site.shard);
  CrossingPeer crossing(peer);
  Group& group = site.make_group(net::Scheme::udp, "plain");
  group.domain = "peer.test";
  group.media = MediaKind::rtp;
  group.door.port = peer.local().port;
  const auto phone = site.make_phone(group, "1000");
  std::optional<Outcome<MidCallResult>> held;
  site.run([&] { return hold_once(*phone, held); });
  ASSERT_TRUE(held);
  ASSERT_TRUE(*held) << held->error().detail;
  EXPECT_EQ((*held)->status, 200);
  EXPECT_THAT(peer.heard, ElementsAre("INVITE", "ACK", "491 INVITE", "BYE"));
  EXPECT_THAT(crossing.offers,
              ElementsAre(HasSubstr("a=sendrecv"), HasSubstr("a=sendonly"), HasSubstr("a=sendonly")));
}

struct Fragment {
  std::string_view body;
  int status;  ///< 0: it is none
};

TEST(Sipfrag, IsReadByItsFirstLine) {
  const std::vector<Fragment> fragments = {{"SIP/2.0 200 OK\r\n", 200},
                                           {"SIP/2.0 486 Busy Here", 486},
                                           {"SIP/2.0 100\r\nTo: <sip:a@b>\r\n", 100},
                                           {"SIP/2.0 2000 OK\r\n", 0},
                                           {"SIP/2.0 099 No\r\n", 0},
                                           {"SIP/2.0 abc\r\n", 0},
                                           {"SIP/1.0 200 OK\r\n", 0},
                                           {"INVITE sip:a@b SIP/2.0\r\n", 0},
                                           {"", 0}};
  for (const Fragment& fragment : fragments) {
    const auto read = parse_sipfrag(fragment.body);
    EXPECT_EQ(read ? read->status : 0, fragment.status) << fragment.body;
  }
}

}  // namespace
}  // namespace cxload::phone
