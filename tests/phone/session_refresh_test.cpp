// Session timers of a phone against a far end written by hand (RFC 4028).
#include <gmock/gmock.h>

#include <cxload/sip/dialog.hpp>

#include "phone/site.hpp"
#include "phone/udp_peer.hpp"

namespace cxload::phone {
namespace {

using sip::HeaderId;
using testing::ElementsAre;

/// As jssip, but with an interval that a test can wait for.
const ClientProfile& quick_profile() {
  static const ClientProfile profile = [] {
    ClientProfile quick = plain_profile;
    quick.session_interval = std::chrono::seconds(1);
    quick.least_session = std::chrono::seconds(1);
    return quick;
  }();
  return profile;
}

/// What the far end is like.
struct Server {
  std::string session_expires;  ///< of its 200
  std::string allow = "UPDATE";
  std::string min_se;  ///< it refuses the first INVITE with it
  std::string until;   ///< the test is over when this is heard
};

class TimedServer {
 public:
  TimedServer(UdpPeer& peer, Server server, net::Signal& done)
      : peer_(peer), server_(std::move(server)), done_(done) {
    peer_.on_request = [this](const sip::Message& request) { on_request(request); };
  }
  std::vector<std::string> heard;

 private:
  void on_request(const sip::Message& request) {
    std::string what(request.method());
    if (const auto interval = request.find(HeaderId::session_expires)) what.append(" ").append(*interval);
    heard.push_back(what);
    if (request.method() == "ACK") return;
    const bool refuses = request.method() == "INVITE" && !server_.min_se.empty();
    answer(request, refuses ? 422 : 200);
    if (what == server_.until) done_.notify();
  }

  void answer(const sip::Message& request, int status) {
    sip::Message response = sip::Message::make_response_to(request, status);
    const std::string to(response.find(HeaderId::to).value_or(""));
    if (to.find(";tag=") == std::string::npos) response.set(HeaderId::to, to + ";tag=server");
    response.append(HeaderId::contact, "<sip:peer@" + peer_.local().to_string() + ">");
    if (status == 422) response.append(HeaderId::min_se, std::exchange(server_.min_se, ""));
    const bool takes_part = status == 200 && request.method() != "BYE";
    if (takes_part && !server_.allow.empty()) response.append(HeaderId::allow, server_.allow);
    if (takes_part && !server_.session_expires.empty())
      response.append(HeaderId::session_expires, server_.session_expires);
    if (status == 200 && request.method() == "INVITE")
      response.set_body("application/sdp",
                        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                        "m=audio 9 RTP/AVP 0\r\na=inactive\r\n");
    peer_.send_message(response);
  }

  UdpPeer& peer_;
  Server server_;
  net::Signal& done_;
};

net::Awaitable<void> call_until(Phone& phone, net::Signal& done, std::optional<Failure>& broken) {
  DialRequest request;
  request.target = "160";
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  if (!dialled) co_return;
  const std::shared_ptr<Call>& call = *dialled;
  co_await done.wait();
  broken = call->broken();
  co_await phone.close();
}

struct Heard {
  std::vector<std::string> requests;
  std::string broken;
};

Heard play(const Server& server) {
  Site site;
  UdpPeer peer(site.shard);
  net::Signal done(site.shard);
  TimedServer far_end(peer, server, done);
  Group& group = site.make_group(net::Scheme::udp, "plain");
  group.profile = &quick_profile();
  group.domain = "peer.test";
  group.door.host = peer.local().address.to_string();
  group.door.port = peer.local().port;
  const auto phone = site.make_phone(group, "1000");
  std::optional<Failure> broken;
  site.run([&] { return call_until(*phone, done, broken); });
  if (far_end.heard.back() == "BYE" && server.until != "BYE")
    far_end.heard.pop_back();  // the end of the test
  return {far_end.heard, broken ? broken->kind : ""};
}

TEST(SessionRefresh, IsAnUpdateWhereTheFarEndKnowsIt) {
  const Heard heard = play({"1;refresher=uac", "INVITE, UPDATE", "", "UPDATE 1;refresher=uac"});
  EXPECT_THAT(heard.requests, ElementsAre("INVITE 1", "ACK", "UPDATE 1;refresher=uac"));
  EXPECT_EQ(heard.broken, "");
}

TEST(SessionRefresh, IsAReinviteWhereItDoesNot) {
  const Heard heard = play({"1;refresher=uac", "INVITE, ACK, BYE", "", "INVITE 1;refresher=uac"});
  ASSERT_GE(heard.requests.size(), 3U);
  EXPECT_EQ(heard.requests[2], "INVITE 1;refresher=uac");
}

TEST(SessionRefresh, ACallThatNobodyRefreshesEnds) {
  const Heard heard = play({"1;refresher=uas", "UPDATE", "", "BYE"});
  EXPECT_THAT(heard.requests, ElementsAre("INVITE 1", "ACK", "BYE"));
  EXPECT_EQ(heard.broken, "sip.session_expired");
}

TEST(SessionRefresh, ATooShortIntervalIsAskedForAgainAsTheFarEndWants) {
  const Heard heard = play({"", "UPDATE", "120", "INVITE 120"});
  // The 422 is acknowledged in its transaction; then the INVITE comes again.
  ASSERT_GE(heard.requests.size(), 3U);
  EXPECT_THAT(std::vector(heard.requests.begin(), heard.requests.begin() + 3),
              ElementsAre("INVITE 1", "ACK", "INVITE 120"));
}

/// What a caller with these headers is told: status and the timer headers of the first final response.
std::string told(std::string_view profile, std::string_view interval) {
  Site site;
  UdpPeer peer(site.shard);
  net::Signal done(site.shard);
  std::string answer;
  peer.on_response = [&](const sip::Message& response) {
    if (response.status() < 200 || !answer.empty()) return;
    answer = std::to_string(response.status());
    for (const HeaderId id : {HeaderId::session_expires, HeaderId::min_se, HeaderId::require})
      if (const auto value = response.find(id)) answer.append(" ").append(*value);
    peer.acknowledge();
    done.notify();
  };
  Group& group = site.make_group(net::Scheme::udp, profile);
  group.domain = "peer.test";
  group.door.host = peer.local().address.to_string();
  group.door.port = peer.local().port;
  group.answer.emplace();
  group.answer->no_180 = true;
  const auto phone = site.make_phone(group, "1000");
  const auto flow = [&]() -> net::Awaitable<void> {
    const RegisterOptions options;
    const Outcome<FinalResponse> registered = co_await phone->register_binding(options);
    EXPECT_TRUE(registered);
    peer.call_with("Session-Expires", interval);
    co_await done.wait();
  };
  site.run(flow);
  return answer;
}

TEST(SessionTimerOfACallee, IsAgreedOrRefusedAsTheClientDoes) {
  EXPECT_EQ(told("plain", "1800"), "200 1800;refresher=uas");  // this caller knows no timers: it is not asked
  EXPECT_EQ(told("plain", "1800;refresher=uac"), "200 1800;refresher=uas");
  EXPECT_EQ(told("plain", "30"), "422 90");
  EXPECT_EQ(told("jssip", "30"), "200 30;refresher=uas");
  EXPECT_EQ(told("sipjs", "1800"), "200");
}

}  // namespace
}  // namespace cxload::phone
