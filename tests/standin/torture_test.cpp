// RFC 4475 and RFC 5118: what the stand-in answers to each message at its UDP and TCP doors, and that it
// lives on. Raw, as the documents have them: a name that it does not serve is 404.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core_harness.hpp"

namespace cxload::standin {
namespace {

constexpr int silence = 0;

const std::map<std::string, int> treatments = {
    {"wsinv", 481},  // its To has a tag, and there is no such dialog
    {"intmeth", 404},
    {"esc01", 404},
    {"escnull", 404},
    {"esc02", 404},
    {"lwsdisp", 404},
    {"longreq", 404},
    {"dblreq", 404},
    {"semiuri", 404},
    {"transports", 404},
    {"mpart01", 404},
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
    {"baddate", 404},
    {"regbadct", 404},
    {"badaspec", 400},
    {"baddn", 400},
    {"badvers", 505},
    {"mismatch01", 400},
    {"mismatch02", 400},
    {"bigcode", silence},
    {"badbranch", 404},
    {"insuf", 400},
    {"unkscm", 416},
    {"novelsc", 416},
    {"unksm2", 404},
    {"bext01", 420},
    {"invut", 404},
    {"regaut01", 404},
    {"multi01", 400},
    {"mcl01", 400},
    {"bcast", silence},
    {"zeromf", 483},
    {"cparam01", 404},
    {"cparam02", 404},
    {"regescrt", 404},
    {"sdp01", 404},
    {"inv2543", 404},
    {"ipv4-mapped-ipv6", 404},
    {"ipv6-bad", 400},
    {"ipv6-bug-abnf-3-colons", 404},
    {"ipv6-correct-abnf-2-colons", 404},
    {"ipv6-good", 404},
    {"ipv6-in-sdp", 404},
    {"mult-ip-in-header", 404},
    {"mult-ip-in-sdp", 404},
    {"port-ambiguous", 404},
    {"port-unambiguous", 404},
    {"via-received-param-no-delim", 404},
    {"via-received-param-with-delim", 404},
};

std::string load(const std::string& name) {
  for (const char* folder : {"rfc4475", "rfc5118"}) {
    std::ifstream in(std::filesystem::path("tests/vectors/sip") / folder / (name + ".sip"), std::ios::binary);
    if (in) return {std::istreambuf_iterator<char>(in), {}};
  }
  ADD_FAILURE() << "there is no message " << name;
  return {};
}

/// Who asks is not asked for a password: what a message itself gets is looked at.
Config make_open_config() {
  Config config = make_config();
  config.challenge_invite = false;
  return config;
}

class StandinTorture : public CoreHarness, public testing::WithParamInterface<std::string> {
 protected:
  StandinTorture() : CoreHarness(make_open_config()) {}

  /// The first final status that went out anywhere; the way back leads where the message says.
  int treat(const Flow& flow) {
    receive(flow, load(GetParam()));
    int status = silence;
    for (auto& [place, queue] : wire.sent) {
      for (const std::string& bytes : queue) {
        const auto message = sip::parse_message(bytes);
        EXPECT_TRUE(message && message->is_response()) << bytes;
        if (message && message->status() >= 200) status = message->status();
      }
      queue.clear();
    }
    return status;
  }
  void expect_alive(const Flow& flow) {
    Ask ask;
    ask.method = "OPTIONS";
    ask.uri = "sip:example.test";
    ask.branch = "alive";
    receive(flow, write(ask));
    EXPECT_EQ(take(flow).status(), 200);
  }
};

TEST_P(StandinTorture, OverUdp) {
  EXPECT_EQ(treat(udp(6000)), treatments.at(GetParam()));
  pass(std::chrono::minutes(5));
  wire.sent.clear();
  expect_alive(connection(9));
}

TEST_P(StandinTorture, OverTcp) {
  EXPECT_EQ(treat(connection(1, net::Scheme::tcp)), treatments.at(GetParam()));
  pass(std::chrono::minutes(5));
  wire.sent.clear();
  expect_alive(connection(9));
}

std::vector<std::string> names() {
  std::vector<std::string> out;
  out.reserve(treatments.size());
  for (const auto& [name, status] : treatments) out.push_back(name);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Rfc4475AndRfc5118, StandinTorture, testing::ValuesIn(names()), [](const auto& one) {
  std::string name = one.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace cxload::standin
