#include "refusal_words.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace cxload::turn {
namespace {

struct Words {
  std::uint16_t code;
  std::string_view meaning;
};
constexpr auto table = std::to_array<Words>({
    {300, "use another server"},
    {400, "bad request"},
    {401, "unauthenticated"},
    {403, "forbidden"},
    {420, "unknown attribute"},
    {437, "allocation mismatch"},
    {438, "stale nonce"},
    {440, "address family not supported"},
    {441, "wrong credentials"},
    {442, "transport protocol not supported"},
    {443, "peer address family mismatch"},
    {446, "connection already exists"},
    {486, "allocation quota reached"},
    {500, "server error"},
    {508, "insufficient capacity"},
});

}  // namespace

std::string describe_refusal(std::uint16_t code) {
  const auto* const found =
      std::ranges::find_if(table, [code](const Words& words) { return words.code == code; });
  return found == table.end() ? fmt::format("{}", code) : fmt::format("{} ({})", code, found->meaning);
}

}  // namespace cxload::turn
