/// Parameter lists.
#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/params.hpp>

namespace cxload::sip {
namespace {

constexpr CharSet ends_or_encloses(";\"<");
constexpr CharSet not_in_values(" \t\"<>,");

/// Where the parameter that begins at `at` ends: the next semicolon outside quotes. npos: a quote stays open.
std::size_t param_end(std::string_view text, std::size_t at) {
  for (;;) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    const std::size_t quote = text.substr(at, end - at).find('"');
    if (quote == std::string_view::npos) return end;
    at = quoted_end(text, at + quote);
    if (at == std::string_view::npos) return at;
  }
}

/// Where the parameters of a header value begin, or its end: everything up to the first semicolon outside
/// quotes and <> is the address or the sent-by. npos: a quote or a bracket stays open.
std::size_t params_begin(std::string_view value) {
  std::size_t at = 0;
  for (;;) {
    while (at < value.size() && !ends_or_encloses.has(value[at])) ++at;
    if (at >= value.size() || value[at] == ';') return at;
    at = value[at] == '"' ? quoted_end(value, at) : value.find('>', at);
    if (at == std::string_view::npos) return at;
  }
}

/// The value of `whole`, one parameter, if it is called `name`.
std::optional<std::string_view> value_if_named(std::string_view whole, std::string_view name) {
  whole = trim_wsp(whole);
  if (whole.size() < name.size() || !text::iequals(whole.substr(0, name.size()), name)) return std::nullopt;
  whole = trim_wsp(whole.substr(name.size()));
  if (whole.empty()) return whole;
  return whole.front() == '=' ? std::optional(trim_wsp(whole.substr(1))) : std::nullopt;
}

bool is_param_value(std::string_view value) {
  if (value.empty()) return false;
  if (value.front() == '"') return quoted_end(value, 0) == value.size();
  return !not_in_values.has_any(value);
}

}  // namespace

const Param* Params::find_param(std::string_view name) const {
  const auto found = std::find_if(all_.begin(), all_.end(),
                                  [name](const Param& param) { return text::iequals(param.name, name); });
  return found == all_.end() ? nullptr : &*found;
}

std::optional<std::string_view> Params::find(std::string_view name) const {
  const Param* param = find_param(name);
  if (param == nullptr) return std::nullopt;
  return param->value ? std::string_view(*param->value) : std::string_view();
}

void Params::set(std::string_view name, std::optional<std::string_view> value) {
  std::optional<std::string> text;
  if (value) text = std::string(*value);
  const auto found = std::find_if(all_.begin(), all_.end(),
                                  [name](const Param& param) { return text::iequals(param.name, name); });
  if (found == all_.end())
    all_.push_back({std::string(name), std::move(text)});
  else
    found->value = std::move(text);
}

void Params::remove(std::string_view name) {
  std::erase_if(all_, [name](const Param& param) { return text::iequals(param.name, name); });
}

void Params::write_to(std::string& out) const {
  for (const Param& param : all_) {
    out.append(1, ';').append(param.name);
    if (param.value) out.append(1, '=').append(*param.value);
  }
}

bool next_param(std::string_view& text, ParamView& out) {
  if (text.front() != ';') return false;
  const std::size_t end = param_end(text, 1);
  if (end == std::string_view::npos) return false;
  const std::string_view whole = trim_wsp(text.substr(1, end - 1));
  text.remove_prefix(end);
  const std::size_t equals = whole.find('=');
  out.name = trim_wsp(whole.substr(0, equals));
  out.value.reset();
  if (!is_token(out.name)) return false;
  if (equals == std::string_view::npos) return true;
  out.value = trim_wsp(whole.substr(equals + 1));
  return is_param_value(*out.value);
}

bool parse_params(std::string_view text, Params& out) {
  return for_each_param(text, [&out](const ParamView& param) {
    Param& kept = out.all_.emplace_back();
    kept.name = param.name;
    if (param.value) kept.value.emplace(*param.value);
  });
}

std::optional<std::string_view> header_param(std::string_view value, std::string_view name) {
  const std::size_t begin = params_begin(value);
  if (begin >= value.size()) return std::nullopt;
  std::string_view rest = value.substr(begin);
  const bool has_quotes = rest.find('"') != std::string_view::npos;
  while (!rest.empty()) {
    const std::size_t end = has_quotes ? param_end(rest, 1) : std::min(rest.find(';', 1), rest.size());
    if (end == std::string_view::npos) return std::nullopt;
    if (const auto found = value_if_named(rest.substr(1, end - 1), name)) return found;
    rest.remove_prefix(end);
  }
  return std::nullopt;
}

}  // namespace cxload::sip
