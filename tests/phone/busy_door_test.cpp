// A door that is busy is left for the next one (RFC 3263 4.3).
#include "phone/site.hpp"
#include "phone/udp_peer.hpp"

namespace cxload::phone {
namespace {

using sip::HeaderId;

net::Awaitable<void> register_at(Phone& phone, std::optional<Outcome<FinalResponse>>& outcome) {
  const RegisterOptions options;
  outcome = co_await phone.register_binding(options);
}

/// Refuses or grants every REGISTER.
void answer_with(UdpPeer& peer, int status, int& asked) {
  peer.on_request = [&peer, &asked, status](const sip::Message& request) {
    ++asked;
    sip::Message response = sip::Message::make_response_to(request, status);
    if (status == 200)
      response.append(HeaderId::contact, std::string(*request.find(HeaderId::contact)) + ";expires=600");
    peer.send_message(response);
  };
}

TEST(BusyDoor, IsLeftForTheNextOneOfTheGroup) {
  Site site;
  UdpPeer busy(site.shard), good(site.shard);
  int at_busy = 0, at_good = 0;
  answer_with(busy, 503, at_busy);
  answer_with(good, 200, at_good);
  Group& group = site.make_group(net::Scheme::udp, "plain");
  group.domain = "peer.test";
  group.door.host = busy.local().address.to_string();
  group.door.port = busy.local().port;
  net::Door second;
  second.scheme = net::Scheme::udp;
  second.host = good.local().address.to_string();
  second.port = good.local().port;
  group.fallbacks.push_back(second);
  const auto phone = site.make_phone(group, "1000");
  std::optional<Outcome<FinalResponse>> outcome;
  site.run([&] { return register_at(*phone, outcome); });
  EXPECT_EQ(answer_of(outcome), "200");
  EXPECT_EQ(at_busy, 1);
  EXPECT_EQ(at_good, 1);
}

TEST(BusyDoor, AllOfThemBusyIsARefusal) {
  Site site;
  UdpPeer busy(site.shard);
  int asked = 0;
  answer_with(busy, 503, asked);
  Group& group = site.make_group(net::Scheme::udp, "plain");
  group.domain = "peer.test";
  group.door.host = busy.local().address.to_string();
  group.door.port = busy.local().port;
  group.fallbacks.push_back(group.door);
  const auto phone = site.make_phone(group, "1000");
  std::optional<Outcome<FinalResponse>> outcome;
  site.run([&] { return register_at(*phone, outcome); });
  EXPECT_EQ(answer_of(outcome), "503");
  EXPECT_EQ(asked, 2);
}

}  // namespace
}  // namespace cxload::phone
