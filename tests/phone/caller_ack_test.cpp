// What a caller does with more than one 200 to its INVITE (RFC 3261 13.2.2.4).
#include <gmock/gmock.h>

#include <cxload/sip/dialog.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "phone/site.hpp"
#include "phone/udp_peer.hpp"

namespace cxload::phone {
namespace {

using testing::ElementsAre;

/// Answers an INVITE as a forking proxy would: several ring, then 200, the same again, 200 of another fork.
class Forks {
 public:
  explicit Forks(UdpPeer& peer) : peer_(peer) {
    peer_.on_request = [this](const sip::Message& request) { on_request(request); };
  }
  std::vector<std::string> heard;  ///< "ACK one", "BYE two": the method and the To tag
  std::function<void()> on_fork_ended;

 private:
  void on_request(const sip::Message& request) {
    if (request.method() == "INVITE") {
      // Early dialogs first, one of which is never heard of again.
      for (const auto* tag : {"two", "one", "lost"}) ring(request, tag);
      for (const auto* tag : {"one", "one", "two"}) answer(request, tag);
      answer(request, "");  // makes no dialog: nothing comes of it
      return;
    }
    const auto id = sip::dialog_id_of(request, true);
    heard.push_back(std::string(request.method()) + " " + (id ? id->local_tag : ""));
    if (request.method() == "BYE") {
      peer_.send_message(sip::Message::make_response_to(request, 200));
      if (id && id->local_tag == "two" && on_fork_ended) on_fork_ended();
    }
  }

  void ring(const sip::Message& invite, const std::string& tag) {
    sip::Message ringing = sip::Message::make_response_to(invite, 180);
    ringing.set(sip::HeaderId::to, std::string(ringing.find(sip::HeaderId::to).value_or("")) + ";tag=" + tag);
    ringing.append(sip::HeaderId::contact, "<sip:peer@" + peer_.local().to_string() + ">");
    peer_.send_message(ringing);
  }

  void answer(const sip::Message& invite, const std::string& tag) {
    sip::Message ok = sip::Message::make_response_to(invite, 200);
    const std::string to(ok.find(sip::HeaderId::to).value_or(""));
    if (!tag.empty()) ok.set(sip::HeaderId::to, to + ";tag=" + tag);
    ok.append(sip::HeaderId::contact, "<sip:peer@" + peer_.local().to_string() + ">");
    ok.set_body("application/sdp",
                "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                "m=audio 9 RTP/AVP 0\r\na=inactive\r\n");
    peer_.send_message(ok);
  }

  UdpPeer& peer_;
};

net::Awaitable<void> call_and_hang_up(Phone& phone, net::Signal& fork_ended,
                                      std::optional<CallResult>& result) {
  DialRequest request;
  request.target = "160";
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  if (!dialled) co_return;
  result = co_await (*dialled)->wait_final();
  co_await fork_ended.wait();
  co_await phone.close();
}

TEST(CallerAck, EachCopyOfA200IsAcknowledgedAndAnotherForkIsEnded) {
  Site site;
  UdpPeer peer(site.shard);
  Forks forks(peer);
  Group& group = site.make_group(net::Scheme::udp, "plain");
  group.domain = "peer.test";
  group.door.port = peer.local().port;
  const auto phone = site.make_phone(group, "1000");
  net::Signal fork_ended(site.shard);
  forks.on_fork_ended = [&] { fork_ended.notify(); };
  std::optional<CallResult> result;
  site.run([&] { return call_and_hang_up(*phone, fork_ended, result); });
  EXPECT_THAT(forks.heard, ElementsAre("ACK one", "ACK one", "ACK two", "BYE two", "BYE one"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 200);
  EXPECT_FALSE(result->failure) << result->failure->detail;
  EXPECT_EQ(cell_of(site.recorder.snapshot(), stats::metric::sip_ser).denominator, 1U);
  EXPECT_EQ(cell_of(site.recorder.snapshot(), stats::metric::sip_srd).histogram.count(), 1U);
}

}  // namespace
}  // namespace cxload::phone
