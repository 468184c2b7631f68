// The table of test numbers: one line each.
#include <algorithm>
#include <array>

#include "number.hpp"

#define CXLOAD_NUMBERS(X) \
  X(busy)                 \
  X(decline)              \
  X(digit_reader)         \
  X(echo)                 \
  X(moved)                \
  X(silent)               \
  X(slow)                 \
  X(tone)                 \
  X(voicemail)

namespace cxload::standin {

#define X(name) extern const Number name;
CXLOAD_NUMBERS(X)
#undef X

std::span<const Number* const> numbers() {
#define X(name) &(name),
  static constexpr auto table = std::to_array<const Number*>({CXLOAD_NUMBERS(X)});
#undef X
  return table;
}

const Number* find_number(std::string_view dialled) {
  const auto all = numbers();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Number* n) {
    return n->takes_user ? dialled.size() > n->digits.size() && dialled.starts_with(n->digits)
                         : dialled == n->digits;
  });
  return found == all.end() ? nullptr : *found;
}

}  // namespace cxload::standin
