// Reliable provisional responses on both sides of a phone (RFC 3262), and what an INVITE may require.
#include <gmock/gmock.h>

#include <cxload/sip/dialog.hpp>

#include "phone/site.hpp"
#include "phone/udp_peer.hpp"

namespace cxload::phone {
namespace {

using sip::HeaderId;
using testing::ElementsAre;

void lead_to(const UdpPeer& peer, Group& group) {
  group.domain = "peer.test";
  group.door.host = peer.local().address.to_string();
  group.door.port = peer.local().port;
}

/// Rings reliably, says so twice, skips a number, and answers once the PRACK is there; its answer to the
/// offer is in the ringing.
class ReliableServer {
 public:
  explicit ReliableServer(UdpPeer& peer) : peer_(peer) {
    peer_.on_request = [this](const sip::Message& request) { on_request(request); };
  }
  std::vector<std::string> heard;

 private:
  void on_request(const sip::Message& request) {
    if (request.method() == "INVITE") {
      invite_ = request;
      for (const auto* rseq : {"7", "7", "9"}) send(183, rseq);
      return;
    }
    std::string what(request.method());
    if (const auto rack = request.find(HeaderId::rack)) what.append(" ").append(*rack);
    heard.push_back(std::move(what));
    if (request.method() != "ACK") peer_.send_message(sip::Message::make_response_to(request, 200));
    if (request.method() == "PRACK") send(200, {});
  }

  void send(int status, std::string_view rseq) {
    sip::Message response = sip::Message::make_response_to(invite_, status);
    response.set(HeaderId::to, std::string(response.find(HeaderId::to).value_or("")) + ";tag=server");
    response.append(HeaderId::contact, "<sip:peer@" + peer_.local().to_string() + ">");
    if (!rseq.empty()) {
      response.append(HeaderId::require, "100rel");
      response.append(HeaderId::rseq, rseq);
      response.set_body("application/sdp",
                        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                        "m=audio 9 RTP/AVP 0\r\na=inactive\r\n");
    }
    peer_.send_message(response);
  }

  UdpPeer& peer_;
  sip::Message invite_ = sip::Message::make_request("INVITE", "sip:nobody");
};

net::Awaitable<void> call_and_close(Phone& phone, std::optional<CallResult>& result) {
  DialRequest request;
  request.target = "160";
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  if (!dialled) co_return;
  result = co_await (*dialled)->wait_final();
  co_await phone.close();
}

class PrackOf : public testing::TestWithParam<std::string_view> {};

TEST_P(PrackOf, EachReliableResponseIsAcknowledgedOnceInItsDialog) {
  Site site;
  UdpPeer peer(site.shard);
  ReliableServer server(peer);
  Group& group = site.make_group(net::Scheme::udp, GetParam());
  lead_to(peer, group);
  const auto phone = site.make_phone(group, "1000");
  std::optional<CallResult> result;
  site.run([&] { return call_and_close(*phone, result); });
  EXPECT_THAT(server.heard, ElementsAre("PRACK 7 1 INVITE", "ACK", "BYE"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 200);
  EXPECT_FALSE(result->failure) << result->failure->detail;
}

INSTANTIATE_TEST_SUITE_P(Profiles, PrackOf, testing::Values("plain", "sipjs"),
                         [](const auto& profile) { return std::string(profile.param); });

/// A caller that requires reliable ringing of a phone.
class DemandingCaller {
 public:
  DemandingCaller(UdpPeer& peer, net::Signal& done) : peer_(peer), done_(done) {
    peer_.on_response = [this](const sip::Message& response) { on_response(response); };
  }
  std::vector<std::string> heard;

 private:
  void on_response(const sip::Message& response) {
    const std::string_view cseq = response.find(HeaderId::cseq).value_or("");
    std::string what = std::to_string(response.status()) + std::string(cseq.substr(cseq.find(' ')));
    const auto rseq = response.find(HeaderId::rseq);
    if (response.status() == 100 || (rseq && !rseq_.empty())) return;
    if (const auto unsupported = response.find(HeaderId::unsupported)) what.append(" ").append(*unsupported);
    heard.push_back(what);
    if (rseq) {
      rseq_ = *rseq;
      peer_.acknowledge_provisional(2, "1 9 INVITE");
    } else if (what == "481 PRACK") {
      peer_.acknowledge_provisional(3, rseq_ + " 1 INVITE");
    } else if (what == "200 PRACK") {
      peer_.update(4);
    } else if (what == "200 UPDATE") {
      peer_.hang_up(5);
    } else if (response.status() >= 400) {
      done_.notify();
    }
  }

  UdpPeer& peer_;
  net::Signal& done_;
  std::string rseq_;
};

net::Awaitable<void> be_called(Phone& phone, UdpPeer& peer, std::string required, net::Signal& done) {
  const RegisterOptions options;
  const Outcome<FinalResponse> registered = co_await phone.register_binding(options);
  EXPECT_TRUE(registered);
  peer.call_with("Require", required);
  co_await done.wait();
}

Group& ringing(Site& site, const UdpPeer& peer) {
  Group& group = site.make_group(net::Scheme::udp, "plain");
  lead_to(peer, group);
  group.answer.emplace();
  group.answer->never = true;
  return group;
}

TEST(ReliableRing, IsSentToWhoRequiresItAndTakesOnlyItsOwnPrack) {
  Site site;
  UdpPeer peer(site.shard);
  net::Signal done(site.shard);
  DemandingCaller caller(peer, done);
  const auto phone = site.make_phone(ringing(site, peer), "1000");
  site.run([&] { return be_called(*phone, peer, "100rel", done); });
  // Before the answer UPDATE is understood, and a BYE ends the call (RFC 3261 15.1.2).
  EXPECT_THAT(caller.heard,
              ElementsAre("180 INVITE", "481 PRACK", "200 PRACK", "200 UPDATE", "200 BYE", "487 INVITE"));
}

TEST(RequiredOptions, ThatAPhoneDoesNotKnowAreRefused) {
  Site site;
  UdpPeer peer(site.shard);
  net::Signal done(site.shard);
  DemandingCaller caller(peer, done);
  const auto phone = site.make_phone(ringing(site, peer), "1000");
  site.run([&] { return be_called(*phone, peer, "timer, teleport", done); });
  EXPECT_THAT(caller.heard, ElementsAre("420 INVITE teleport"));
}

}  // namespace
}  // namespace cxload::phone
