// RFC 4475 and RFC 5118: what a phone answers to each message that comes over its link, and that it lives on.
#include <filesystem>
#include <fstream>
#include <map>

#include "phone/site.hpp"
#include "phone/udp_peer.hpp"

namespace cxload::phone {
namespace {

constexpr int silence = 0;

/// Status, or silence. A phone is no registrar (405), and this one has nobody who would answer a call (486).
const std::map<std::string, int> treatments = {
    {"wsinv", 481},
    {"intmeth", 501},
    {"esc01", 486},
    {"escnull", 405},
    {"esc02", 501},
    {"lwsdisp", 200},
    {"longreq", 486},
    {"dblreq", 405},
    {"semiuri", 200},
    {"transports", 200},
    {"mpart01", 200},
    {"unreason", silence},
    {"noreason", silence},
    {"badinv01", 400},
    {"clerr", 400},
    {"ncl", 400},
    {"scalar02", 400},
    {"scalarlg", silence},
    {"quotbal", 400},
    {"ltgtruri", 400},
    {"lwsruri", 400},
    {"lwsstart", 400},
    {"trws", 400},
    {"escruri", 400},
    {"baddate", 486},
    {"regbadct", 405},
    {"badaspec", 400},
    {"baddn", 400},
    {"badvers", 505},
    {"mismatch01", 400},
    {"mismatch02", 400},
    {"bigcode", silence},
    {"badbranch", 200},
    {"insuf", 400},
    {"unkscm", 416},
    {"novelsc", 416},
    {"unksm2", 405},
    {"bext01", 420},
    {"invut", 415},
    {"regaut01", 405},
    {"multi01", 400},
    {"mcl01", 400},
    {"bcast", silence},
    {"zeromf", 200},
    {"cparam01", 405},
    {"cparam02", 405},
    {"regescrt", 405},
    {"sdp01", 406},
    {"inv2543", 486},
    {"ipv4-mapped-ipv6", 486},
    {"ipv6-bad", 400},
    {"ipv6-bug-abnf-3-colons", 405},
    {"ipv6-correct-abnf-2-colons", 405},
    {"ipv6-good", 405},
    {"ipv6-in-sdp", 486},
    {"mult-ip-in-header", 405},
    {"mult-ip-in-sdp", 486},
    {"port-ambiguous", 405},
    {"port-unambiguous", 405},
    {"via-received-param-no-delim", 405},
    {"via-received-param-with-delim", 405},
};

std::string load(const std::string& name) {
  for (const char* folder : {"rfc4475", "rfc5118"}) {
    std::ifstream in(std::filesystem::path("tests/vectors/sip") / folder / (name + ".sip"), std::ios::binary);
    if (in) return {std::istreambuf_iterator<char>(in), {}};
  }
  ADD_FAILURE() << "there is no message " << name;
  return {};
}

using Asked = std::optional<Outcome<FinalResponse>>;

net::Awaitable<void> ask_twice(Phone& phone, Asked& first, Asked& second) {
  std::string target = "peer";
  first = co_await phone.options(target);
  second = co_await phone.options(std::move(target));
}

class PhoneTorture : public testing::TestWithParam<std::string> {};

TEST_P(PhoneTorture, IsTreatedAsTheRfcSaysAndThePhoneLivesOn) {
  Site site;
  UdpPeer peer(site.shard);
  Group& group = site.make_group(net::Scheme::udp, "plain");
  group.domain = "peer.test";
  group.socket_each = true;  // on a shared socket only what bears a phone's own token reaches it
  group.door.port = peer.local().port;
  const auto phone = site.make_phone(group, "1000");
  std::vector<int> answers;
  peer.on_response = [&](const sip::Message& response) { answers.push_back(response.status()); };
  // The phone's first question shows where it is; the message comes before the answer to it.
  bool is_sent = false;
  peer.on_request = [&](const sip::Message& request) {
    if (!std::exchange(is_sent, true)) peer.send_raw(load(GetParam()));
    peer.send_message(sip::Message::make_response_to(request, 200));
  };
  Asked first, second;
  site.run([&] { return ask_twice(*phone, first, second); });
  EXPECT_EQ(answer_of(first), "200");
  EXPECT_EQ(answer_of(second), "200") << "the phone does not live on";
  const int expected = treatments.at(GetParam());
  EXPECT_EQ(answers.empty() ? silence : answers.front(), expected);
}

std::vector<std::string> names() {
  std::vector<std::string> out;
  out.reserve(treatments.size());
  for (const auto& [name, status] : treatments) out.push_back(name);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Rfc4475AndRfc5118, PhoneTorture, testing::ValuesIn(names()), [](const auto& one) {
  std::string name = one.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(PhoneTortureMessages, AreAllThere) {
  std::size_t files = 0;
  for (const char* folder : {"rfc4475", "rfc5118"})
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path("tests/vectors/sip") / folder)) {
      ++files;
      EXPECT_TRUE(treatments.contains(entry.path().stem())) << entry.path();
    }
  EXPECT_EQ(files, treatments.size());
}

}  // namespace
}  // namespace cxload::phone
