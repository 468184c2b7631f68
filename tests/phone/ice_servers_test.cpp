// Calls that ask ICE servers first, and far ends whose candidates come later.
#include <gmock/gmock.h>

#include <cxload/stats/standard_metrics.hpp>
#include <cxload/stun/demux.hpp>

#include "phone/site.hpp"
#include "phone/udp_peer.hpp"

namespace cxload::phone {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// A server that hears, and says nothing.
struct SilentServer {
  explicit SilentServer(net::Shard& shard) {
    net::UdpSocket::Handlers handlers;
    handlers.on_datagram = [this](std::span<const std::byte> datagram, const net::Endpoint&, TimePoint) {
      if (stun::is_stun(datagram)) ++heard;
      if (on_heard) on_heard();
    };
    socket = net::UdpSocket::open(shard, {net::Address::loopback(), 0}, std::move(handlers)).value();
  }
  [[nodiscard]] net::IceServer as_server() const {
    net::IceServer server;
    server.door.host = "127.0.0.1";
    server.door.port = socket->local().port;
    return server;
  }
  std::unique_ptr<net::UdpSocket> socket;
  int heard = 0;
  std::function<void()> on_heard;
};

Group& make_browsers(Site& site, const SilentServer& server, Duration patience) {
  Group& group = site.make_group(net::Scheme::udp, "sipjs");
  group.media = MediaKind::webrtc;
  group.ice.servers = {server.as_server()};
  group.ice.patience = patience;
  return group;
}

net::Awaitable<void> call_and_hang_up(Phone& phone, const char* target, CallResult& result) {
  DialRequest request;
  request.target = target;
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  EXPECT_TRUE(dialled);
  if (!dialled) co_return;
  const std::shared_ptr<Call> call = *dialled;
  result = co_await call->wait_final();
  const Outcome<> over = co_await call->hang_up();
  EXPECT_TRUE(over);
  co_await phone.close();
}

TEST(IceServers, ACallGoesOnWithoutASilentOne) {
  Site site;
  SilentServer server(site.shard);
  const auto phone = site.make_phone(make_browsers(site, server, 50ms), "1000");
  CallResult result;
  site.run([&] { return call_and_hang_up(*phone, "160", result); });
  EXPECT_EQ(result.status, 200);
  EXPECT_GE(server.heard, 1);
  const IceSightings& seen = site.services.telemetry.sightings.ice;
  EXPECT_EQ(seen.asked, 1U);
  EXPECT_EQ(seen.failed, 1U);
  EXPECT_EQ(seen.first.value_or(Failure{}).kind, "stun.timeout");
  EXPECT_EQ(cell_of(site.recorder.snapshot(), stats::metric::phase_stun).failed, 1U);
}

net::Awaitable<void> register_and_be_called(Phone& callee, Phone& caller, CallResult& result) {
  const RegisterOptions options;
  const Outcome<FinalResponse> registered = co_await callee.register_binding(options);
  EXPECT_TRUE(registered);
  co_await call_and_hang_up(caller, "1001", result);
  co_await callee.close();
}

TEST(IceServers, ACalledPhoneAsksWhenItAnswers) {
  Site site;
  SilentServer server(site.shard);
  Group& callees = make_browsers(site, server, 50ms);
  callees.answer.emplace();
  Group& callers = site.make_group(net::Scheme::udp, "sipjs");
  callers.media = MediaKind::webrtc;
  const auto callee = site.make_phone(callees, "1001");
  const auto caller = site.make_phone(callers, "1000");
  CallResult result;
  site.run([&] { return register_and_be_called(*callee, *caller, result); });
  EXPECT_EQ(result.status, 200);
  EXPECT_GE(server.heard, 1);
}

net::Awaitable<void> give_up_at_once(Phone& phone, CallResult& result) {
  DialRequest request;
  request.target = "160";
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  EXPECT_TRUE(dialled);
  if (!dialled) co_return;
  const std::shared_ptr<Call> call = *dialled;
  const Outcome<> over = co_await call->hang_up();
  EXPECT_TRUE(over);
  result = co_await call->wait_final();
  co_await phone.close();
}

TEST(IceServers, ACallThatIsGivenUpMeanwhileIsNeverSent) {
  Site site;
  SilentServer server(site.shard);
  UdpPeer peer(site.shard);
  Group& group = make_browsers(site, server, 40s);
  group.door.port = peer.local().port;
  const auto phone = site.make_phone(group, "1000");
  CallResult result;
  site.run([&] { return give_up_at_once(*phone, result); });
  EXPECT_EQ(result.failure.value_or(Failure{}).kind, "call.over");
  EXPECT_THAT(peer.heard, Not(testing::Contains("INVITE")));
}

/// A far end whose answer names no candidate; one comes in an INFO (RFC 8840).
class TricklingPeer {
 public:
  TricklingPeer(UdpPeer& peer, std::uint16_t port) : peer_(peer), port_(port) {
    peer_.on_request = [this](const sip::Message& request) {
      if (request.method() == "INVITE") answer(request);
      if (request.method() == "ACK") trickle();
      if (request.method() == "BYE") peer_.send_message(sip::Message::make_response_to(request, 200));
    };
  }

 private:
  void answer(const sip::Message& invite) {
    sip::Message response = sip::Message::make_response_to(invite, 200);
    response.set(sip::HeaderId::to, std::string(*response.find(sip::HeaderId::to)) + ";tag=one");
    response.append(sip::HeaderId::contact, "<sip:peer@" + peer_.local().to_string() + ">");
    std::string fingerprint = "AB";
    for (int i = 1; i < 32; ++i) fingerprint += ":AB";
    response.set_body(
        "application/sdp",
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
        "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=rtcp-mux\r\na=ice-ufrag:abcd\r\n"
        "a=ice-pwd:0123456789abcdefghijkl\r\na=ice-options:trickle\r\na=setup:active\r\na=fingerprint:sha-"
        "256 " +
            fingerprint + "\r\n");
    invite_ = invite;
    peer_.send_message(response);
  }
  void trickle() {
    if (std::exchange(trickled_, true)) return;
    const std::string contact(invite_->find(sip::HeaderId::contact).value_or(""));
    sip::Message info = sip::Message::make_request("INFO", contact.substr(1, contact.find('>') - 1));
    info.append(sip::HeaderId::via, "SIP/2.0/UDP " + peer_.local().to_string() + ";branch=z9hG4bKtrickle");
    info.append(sip::HeaderId::max_forwards, "70");
    info.append(sip::HeaderId::from, std::string(*invite_->find(sip::HeaderId::to)) + ";tag=one");
    info.append(sip::HeaderId::to, *invite_->find(sip::HeaderId::from));
    info.append(sip::HeaderId::call_id, *invite_->find(sip::HeaderId::call_id));
    info.append(sip::HeaderId::cseq, "1 INFO");
    info.append("Info-Package", "trickle-ice");
    info.set_body(
        "application/trickle-ice-sdpfrag",
        fmt::format("a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdefghijkl\r\nm=audio 9 RTP/AVP 0\r\n"
                    "a=mid:0\r\na=candidate:1 1 UDP 2130706431 127.0.0.1 {} typ host\r\n",
                    port_));
    peer_.send_message(info);
  }

  UdpPeer& peer_;
  std::uint16_t port_;
  std::optional<sip::Message> invite_;
  bool trickled_ = false;
};

net::Awaitable<void> call_until(Phone& phone, net::Signal& checked) {
  DialRequest request;
  request.target = "160";
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  EXPECT_TRUE(dialled);
  if (!dialled) co_return;
  const std::shared_ptr<Call> call = *dialled;
  const CallResult result = co_await call->wait_final();
  EXPECT_EQ(result.status, 200);
  co_await checked.wait();
  const Outcome<> over = co_await call->hang_up();
  EXPECT_TRUE(over);
  co_await phone.close();
}

TEST(Trickle, ACandidateInAnInfoIsChecked) {
  Site site;
  SilentServer far_end(site.shard);
  UdpPeer peer(site.shard);
  TricklingPeer trickling(peer, far_end.socket->local().port);
  Group& group = site.make_group(net::Scheme::udp, "sipjs");
  group.media = MediaKind::webrtc;
  group.domain = "peer.test";
  group.door.port = peer.local().port;
  const auto phone = site.make_phone(group, "1000");
  net::Signal checked(site.shard);
  far_end.on_heard = [&] { checked.notify(); };
  site.run([&] { return call_until(*phone, checked); });
  EXPECT_GE(far_end.heard, 1);
  EXPECT_THAT(peer.heard, testing::Contains("200 INFO"));
}

}  // namespace
}  // namespace cxload::phone
