// What a registrar tells a phone about the way to and from it: Service-Route (RFC 3608), GRUU (RFC 5627).
#include <gmock/gmock.h>

#include "phone/site.hpp"
#include "phone/udp_peer.hpp"

namespace cxload::phone {
namespace {

using sip::HeaderId;

/// A registrar that grants what it is asked and adds `extra` to the Contact and a service route.
class Registrar {
 public:
  Registrar(UdpPeer& peer, std::string extra) : peer_(peer), extra_(std::move(extra)) {
    peer_.on_request = [this](const sip::Message& request) { on_request(request); };
  }
  std::vector<std::string> routes;  ///< of the request that is no REGISTER
  std::string contact;

 private:
  void on_request(const sip::Message& request) {
    sip::Message response = sip::Message::make_response_to(request, request.method() == "INVITE" ? 486 : 200);
    const std::string to(response.find(HeaderId::to).value_or(""));
    if (to.find(";tag=") == std::string::npos) response.set(HeaderId::to, to + ";tag=registrar");
    if (request.method() == "REGISTER") {
      const std::string own(request.find(HeaderId::contact).value_or(""));
      response.append(HeaderId::contact, own + ";expires=600" + extra_);
      for (int i = 1; i <= 12; ++i)
        response.append(HeaderId::service_route, "<sip:edge" + std::to_string(i) + ".test;lr>");
    } else if (request.method() == "INVITE") {
      for (const std::string_view route : request.values(HeaderId::route)) routes.emplace_back(route);
      contact = request.find(HeaderId::contact).value_or("");
    }
    if (request.method() != "ACK") peer_.send_message(response);
  }

  UdpPeer& peer_;
  std::string extra_;
};

net::Awaitable<void> register_and_call(Phone& phone) {
  const RegisterOptions options;
  const Outcome<FinalResponse> registered = co_await phone.register_binding(options);
  EXPECT_TRUE(registered);
  DialRequest request;
  request.target = "160";
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  if (!dialled) co_return;
  const CallResult result = co_await (*dialled)->wait_final();
  EXPECT_EQ(result.status, 486);
  co_await phone.close();
}

struct Way {
  std::size_t routes;
  std::string contact;
};

Way way_of(std::string_view profile, const std::string& extra) {
  Site site;
  UdpPeer peer(site.shard);
  Registrar registrar(peer, extra);
  Group& group = site.make_group(net::Scheme::udp, profile);
  group.domain = "peer.test";
  group.door.host = peer.local().address.to_string();
  group.door.port = peer.local().port;
  const auto phone = site.make_phone(group, "1000");
  site.run([&] { return register_and_call(*phone); });
  return {registrar.routes.size(), registrar.contact};
}

TEST(RegisteredWay, TheServiceRouteIsTakenByWhoKnowsItAndOnlySoMuchOfIt) {
  EXPECT_EQ(way_of("plain", "").routes, 8U);
  EXPECT_EQ(way_of("sipjs", "").routes, 0U);
}

TEST(RegisteredWay, AGruuIsTheContactOfWhoUsesIt) {
  const std::string gruu = ";pub-gruu=\"sip:1000@peer.test;gr=urn:uuid:7\"";
  EXPECT_EQ(way_of("jssip", gruu).contact, "<sip:1000@peer.test;gr=urn:uuid:7>");
  EXPECT_THAT(way_of("plain", gruu).contact, testing::Not(testing::HasSubstr("gr=")));
  EXPECT_THAT(way_of("jssip", ";pub-gruu=\"no uri at all\"").contact, testing::HasSubstr(";ob>"));
}

}  // namespace
}  // namespace cxload::phone
