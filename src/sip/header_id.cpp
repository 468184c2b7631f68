/// Header names to ids through a table made by the compiler.
#include <array>
#include <stdexcept>

#include <cxload/base/text.hpp>
#include <cxload/sip/header_id.hpp>

namespace cxload::sip {
namespace {

struct Row {
  std::string_view name;
  char compact;
  bool is_list;
};

constexpr std::array rows = {
#define X(enumerator, name, compact, list) Row{name, compact, list},
    CXLOAD_SIP_HEADERS(X)
#undef X
};
constexpr auto none = static_cast<std::uint8_t>(rows.size());
static_assert(none == static_cast<std::uint8_t>(HeaderId::other));

constexpr std::size_t slots = 512;

constexpr unsigned folded(char c) { return static_cast<unsigned char>(c) | 0x20U; }

/// With these factors, found by trying, no two of the known names share a slot.
constexpr std::size_t hash(std::string_view name) {
  return (name.size() * 48 + folded(name.front()) * 124 + folded(name.back()) * 71 +
          folded(name[name.size() / 2]) * 119) %
         slots;
}

constexpr std::array<std::uint8_t, slots> make_name_table() {
  std::array<std::uint8_t, slots> table{};
  table.fill(none);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::size_t at = hash(rows[i].name);
    while (table[at] != none) at = (at + 1) % slots;
    table[at] = static_cast<std::uint8_t>(i);
  }
  return table;
}

constexpr std::array<std::uint8_t, 26> make_compact_table() {
  std::array<std::uint8_t, 26> table{};
  table.fill(none);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].compact == 0) continue;
    std::uint8_t& slot = table[static_cast<std::size_t>(rows[i].compact - 'a')];
    if (slot != none) throw std::logic_error("two headers share a compact form");
    slot = static_cast<std::uint8_t>(i);
  }
  return table;
}

constexpr auto name_table = make_name_table();
constexpr auto compact_table = make_compact_table();

}  // namespace

HeaderId find_header(std::string_view name) {
  if (name.empty()) return HeaderId::other;
  if (name.size() == 1) {
    const unsigned letter = folded(name.front()) - 'a';
    return static_cast<HeaderId>(letter < 26 ? compact_table[letter] : none);
  }
  for (std::size_t at = hash(name); name_table[at] != none; at = (at + 1) % slots) {
    const std::string_view known = rows[name_table[at]].name;
    if (known == name || text::iequals(known, name)) return static_cast<HeaderId>(name_table[at]);
  }
  return HeaderId::other;
}

std::string_view canonical_name(HeaderId id) {
  return id == HeaderId::other ? std::string_view() : rows[static_cast<std::size_t>(id)].name;
}

char compact_form(HeaderId id) {
  return id == HeaderId::other ? char{0} : rows[static_cast<std::size_t>(id)].compact;
}

bool is_comma_list(HeaderId id) {
  return id != HeaderId::other && rows[static_cast<std::size_t>(id)].is_list;
}

}  // namespace cxload::sip
