// The one table of what the format has (CONTRACT 2) and this version has not yet. Such words are refused by
// name: never ignored, never "unknown". Whoever builds one removes its line.
#include <algorithm>
#include <array>

#include <cxload/scenario/shape.hpp>

namespace cxload::scenario {
namespace {

struct LaterWord {
  std::string_view owner;  // a shape's name, "a step", or the key whose value the word would be
  std::string_view word;
};

constexpr auto later_words = std::to_array<LaterWord>({
    {"a scenario", "conformance"},
    {"a deployment", "web"},
    {"a deployment", "site"},
    {"a deployment", "expect_addresses"},
    {"an account pool", "from"},
    {"a group", "codecs"},
    {"a group", "network"},
    {"a group", "listen"},
    {"a group", "ice"},
    {"a group", "provision"},
    {"media", "source"},
    {"media", "record"},
    {"media", "wav"},
    {"profile", "webrtc"},
    {"a metric", "media.mos"},
    {"a metric", "media.rtt"},
    {"a metric", "media.crossed"},
    {"a metric", "phase.ice"},
    {"a metric", "phase.dtls"},
    {"a metric", "http"},
    {"a metric", "button"},
    {"a metric", "signup"},
    {"what a call expects", "codec"},
    {"what a call expects", "mos"},
    {"a step", "dial"},
    {"a step", "await"},
    {"a step", "answer"},
    {"a step", "hangup"},
    {"a step", "dtmf"},
    {"a step", "hold"},
    {"a step", "resume"},
    {"a step", "mute"},
    {"a step", "transfer"},
    {"a step", "button"},
    {"a step", "form"},
    {"a step", "signup"},
    {"a step", "http"},
});

}  // namespace

bool is_later(std::string_view owner, std::string_view word) {
  if (owner == "a step" && word.starts_with("portal.")) return true;
  return std::any_of(later_words.begin(), later_words.end(),
                     [&](const LaterWord& later) { return later.owner == owner && later.word == word; });
}

}  // namespace cxload::scenario
