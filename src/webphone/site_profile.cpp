#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/site_profile.hpp>

namespace cxload::webphone {
namespace {

/// "{name}" at the front of `text`: the name; empty when it is something else in braces.
std::string_view placeholder(std::string_view text) {
  const std::size_t close = text.find('}');
  if (!text.starts_with('{') || close == std::string_view::npos) return {};
  const std::string_view name = text.substr(1, close - 1);
  for (const char c : name) {
    const bool is_plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!is_plain) return {};
  }
  return name;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                               c == '-' || c == '.' || c == '_' || c == '~';
    if (is_unreserved)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return out;
}

/// Each placeholder of `text` replaced by what `replace` makes of its name; false: it made nothing of one.
template <class Replace>
bool replaced(std::string_view text, std::string& out, Replace replace) {
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('{'), text.size());
    out.append(text.substr(0, open));
    text.remove_prefix(open);
    if (text.empty()) return true;
    const std::string_view name = placeholder(text);
    if (name.empty()) {
      out += '{';
      text.remove_prefix(1);
      continue;
    }
    const std::optional<std::string> value = replace(name);
    if (!value) return false;
    out += *value;
    text.remove_prefix(name.size() + 2);
  }
  return true;
}

std::optional<std::string> scalar(const Json& variables, std::string_view name) {
  const Json* value = variables.find(name);
  return value == nullptr ? std::nullopt : value->scalar_text();
}

/// Nothing: the whole value is a variable that is not there.
std::optional<Json> filled(const Json& body, const Json& variables) {
  if (const auto* text = body.if_text()) {
    const std::string_view name = placeholder(*text);
    if (!name.empty() && name.size() + 2 == text->size()) {
      const Json* value = variables.find(name);
      return value == nullptr ? std::nullopt : std::optional(*value);
    }
    std::string out;
    (void)replaced(*text, out,
                   [&](std::string_view one) { return std::optional(scalar(variables, one).value_or("")); });
    return Json(std::move(out));
  }
  if (const auto* items = body.if_list()) {
    Json::List out;
    for (const Json& item : *items)
      if (auto value = filled(item, variables)) out.push_back(std::move(*value));
    return Json(std::move(out));
  }
  if (const auto* members = body.if_object()) {
    Json::Object out;
    for (const Json::Member& member : *members)
      if (auto value = filled(member.value, variables)) out.push_back({member.name, std::move(*value)});
    return Json(std::move(out));
  }
  return body;
}

std::string form_encoded(const Json& body) {
  std::string out;
  const auto* members = body.if_object();
  for (std::size_t i = 0; members != nullptr && i < members->size(); ++i) {
    if (!out.empty()) out += '&';
    const Json& value = (*members)[i].value;
    out += percent_encoded((*members)[i].name) + '=' +
           percent_encoded(value.scalar_text().value_or(value.write()));
  }
  return out;
}

}  // namespace

Outcome<FilledRequest> fill(const Operation& operation, const Json& variables) {
  FilledRequest request{operation.method, {}, {}, {}};
  const auto encoded = [&](std::string_view name) -> std::optional<std::string> {
    const auto value = scalar(variables, name);
    // An empty one would name another resource, and dots would climb out of the path.
    if (!value || value->empty() || *value == "." || *value == "..") return std::nullopt;
    return percent_encoded(*value);
  };
  const std::string_view path = operation.path;
  const std::size_t query = std::min(path.find('?'), path.size());
  if (!replaced(path.substr(0, query), request.target, encoded))
    return Failure{"local.site_profile", fmt::format("{} {}: a variable of the path is missing",
                                                     operation.method, text::printable(operation.path, 100))};
  char separator = '?';
  for (const std::string_view pair : text::split(path.substr(std::min(query + 1, path.size())), '&')) {
    std::string written;  // a pair whose variable is not there is left out
    if (pair.empty() || !replaced(pair, written, encoded)) continue;
    request.target += std::exchange(separator, '&') + written;
  }
  if (!operation.body) return request;
  const Json body = filled(*operation.body, variables).value_or(Json());
  const bool is_form = operation.content_type == "application/x-www-form-urlencoded";
  request.body = is_form ? form_encoded(body) : body.write();
  request.content_type = operation.content_type;
  return request;
}

const Json* result(const Operation& operation, std::string_view name, const Json& document) {
  const auto at = operation.results.find(name);
  return at == operation.results.end() ? &document : at->second.find(document);
}

const Operation* SiteProfile::find(std::string_view operation) const {
  const auto at = operations_.find(operation);
  return at == operations_.end() ? nullptr : &at->second;
}

void SiteProfile::map(std::string_view operation, Operation request) {
  operations_.insert_or_assign(std::string(operation), std::move(request));
}

void SiteProfile::unmap(std::string_view operation) {
  if (const auto at = operations_.find(operation); at != operations_.end()) operations_.erase(at);
}

Failure not_mapped(std::string_view operation) {
  return {"skip.not_mapped", fmt::format("not mapped: {}", text::printable(operation, 60))};
}

}  // namespace cxload::webphone
