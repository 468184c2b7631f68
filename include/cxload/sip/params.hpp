/// Params: the `;name=value` list behind URIs, addresses and Vias.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/sip/grammar.hpp>

namespace cxload::sip {

struct Param {
  std::string name;                  ///< as received; names are compared without case
  std::optional<std::string> value;  ///< as on the wire, quotes included; nothing for a mere flag
  bool operator==(const Param&) const = default;
};

/// Order is kept. Threads: none; a value type.
class Params {
 public:
  [[nodiscard]] bool has(std::string_view name) const { return find_param(name) != nullptr; }
  /// Empty view for a flag without value; nothing when the parameter is absent.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  void set(std::string_view name, std::optional<std::string_view> value = std::nullopt);
  void remove(std::string_view name);
  [[nodiscard]] const std::vector<Param>& all() const { return all_; }
  [[nodiscard]] bool empty() const { return all_.empty(); }
  void write_to(std::string& out) const;  ///< `;a=b;c`
  bool operator==(const Params&) const = default;

 private:
  friend bool parse_params(std::string_view text, Params& out);
  [[nodiscard]] const Param* find_param(std::string_view name) const;

  std::vector<Param> all_;
};

/// `text` is empty or begins with a semicolon. False when a name is missing or is no token, a quote stays
/// open, or there are more than 64.
[[nodiscard]] bool parse_params(std::string_view text, Params& out);

/// One parameter where it stands.
struct ParamView {
  std::string_view name;
  std::optional<std::string_view> value;
};
/// Cuts the first parameter off `text`, which is not empty. False when it is malformed.
[[nodiscard]] bool next_param(std::string_view& text, ParamView& out);

/// Calls `visit` with each parameter in turn, without keeping any. False where parse_params says false.
template <class Visit>
[[nodiscard]] bool for_each_param(std::string_view text, Visit visit) {
  constexpr std::size_t most = 64;
  text = trim_wsp(text);
  ParamView param;
  for (std::size_t seen = 0; !text.empty(); ++seen) {
    if (seen >= most || !next_param(text, param)) return false;
    visit(param);
  }
  return true;
}
[[nodiscard]] inline bool are_params(std::string_view text) {
  return for_each_param(text, [](const ParamView&) {});
}

/// One parameter of a whole header value (From, To, Contact, Via) without parsing all of it: what the
/// transaction layer asks for each message. The value is unquoted only by not being quoted: tags and branches
/// are tokens.
[[nodiscard]] std::optional<std::string_view> header_param(std::string_view value, std::string_view name);

}  // namespace cxload::sip
