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
});

}  // namespace

bool is_later(std::string_view owner, std::string_view word) {
  return std::any_of(later_words.begin(), later_words.end(),
                     [&](const LaterWord& later) { return later.owner == owner && later.word == word; });
}

}  // namespace cxload::scenario
