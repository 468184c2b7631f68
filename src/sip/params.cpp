/// Parameter lists.
#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/params.hpp>

namespace cxload::sip {
namespace {

constexpr std::size_t max_params = 64;
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
  while (at < value.size() && value[at] != ';') {
    if (value[at] == '"')
      at = quoted_end(value, at);
    else if (value[at] == '<')
      at = value.find('>', at);
    else
      ++at;
    if (at == std::string_view::npos) break;
  }
  return at;
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
  text = trim_wsp(text);
  ParamView param;
  while (!text.empty()) {
    if (out.all_.size() >= max_params || !next_param(text, param)) return false;
    Param& kept = out.all_.emplace_back();
    kept.name = param.name;
    if (param.value) kept.value.emplace(*param.value);
  }
  return true;
}

bool check_params(std::string_view text) {
  text = trim_wsp(text);
  ParamView param;
  for (std::size_t seen = 0; !text.empty(); ++seen)
    if (seen >= max_params || !next_param(text, param)) return false;
  return true;
}

std::optional<std::string_view> header_param(std::string_view value, std::string_view name) {
  std::size_t at = params_begin(value);
  while (at < value.size()) {
    const std::size_t end = param_end(value, at + 1);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view whole = value.substr(at + 1, end - at - 1);
    const std::size_t equals = whole.find('=');
    if (text::iequals(trim_wsp(whole.substr(0, equals)), name))
      return equals == std::string_view::npos ? std::string_view() : trim_wsp(whole.substr(equals + 1));
    at = end;
  }
  return std::nullopt;
}

}  // namespace cxload::sip
