#include <algorithm>
#include <array>

#include <cxload/net/scheme.hpp>

namespace cxload::net {

std::span<const SchemeFacts> schemes() {
#define X(name, via, parameter, port, trait, naptr, srv, link) \
  SchemeFacts{Scheme::name, #name, via, parameter, port, trait, naptr, srv},
  static constexpr std::array table = {CXLOAD_TRANSPORTS(X)};
#undef X
  return table;
}

const SchemeFacts& facts(Scheme scheme) { return schemes()[static_cast<std::size_t>(scheme)]; }

std::optional<Scheme> parse_scheme(std::string_view word) {
  const auto all = schemes();
  const auto found = std::ranges::find(all, word, &SchemeFacts::name);
  return found == all.end() ? std::nullopt : std::optional(found->scheme);
}

}  // namespace cxload::net
