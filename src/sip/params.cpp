/// Parameter lists.
#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/params.hpp>

namespace cxload::sip {
namespace {

constexpr std::size_t max_params = 64;

/// Where the parameter that begins at `at` ends: the next semicolon outside quotes. npos: a quote stays open.
std::size_t param_end(std::string_view text, std::size_t at) {
  for (; at < text.size() && text[at] != ';'; ++at) {
    if (text[at] != '"') continue;
    at = quoted_end(text, at);
    if (at == std::string_view::npos) return at;
    --at;
  }
  return at;
}

bool is_param_value(std::string_view value) {
  if (value.empty()) return false;
  if (value.front() == '"') return quoted_end(value, 0) == value.size();
  return value.find_first_of(" \t\"<>,") == std::string_view::npos;
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

bool parse_params(std::string_view text, Params& out) {
  text = trim_wsp(text);
  while (!text.empty()) {
    if (text.front() != ';' || out.all_.size() >= max_params) return false;
    const std::size_t end = param_end(text, 1);
    if (end == std::string_view::npos) return false;
    const std::string_view whole = trim_wsp(text.substr(1, end - 1));
    const std::size_t equals = whole.find('=');
    const std::string_view name = trim_wsp(whole.substr(0, equals));
    if (!is_token(name)) return false;
    Param& param = out.all_.emplace_back();
    param.name = name;
    if (equals != std::string_view::npos) {
      const std::string_view value = trim_wsp(whole.substr(equals + 1));
      if (!is_param_value(value)) return false;
      param.value = std::string(value);
    }
    text.remove_prefix(end);
  }
  return true;
}

std::optional<std::string_view> header_param(std::string_view value, std::string_view name) {
  std::size_t at = 0;
  // Everything up to the first semicolon outside quotes and <> is the address or the sent-by.
  while (at < value.size() && value[at] != ';') {
    if (value[at] == '"')
      at = quoted_end(value, at);
    else if (value[at] == '<')
      at = value.find('>', at);
    else
      ++at;
    if (at == std::string_view::npos) return std::nullopt;
  }
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
