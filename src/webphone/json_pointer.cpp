#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/json_pointer.hpp>

namespace cxload::webphone {
namespace {

constexpr std::size_t most_parts = 64;

std::optional<std::string> unescaped(std::string_view part) {
  std::string out;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i] != '~') {
      out += part[i];
      continue;
    }
    ++i;
    if (i >= part.size() || (part[i] != '0' && part[i] != '1')) return std::nullopt;
    out += part[i] == '0' ? '~' : '/';
  }
  return out;
}

/// RFC 6901 section 4: digits without a leading zero.
const Json* item(const Json::List& items, std::string_view part) {
  if (part.size() > 1 && part.front() == '0') return nullptr;
  const auto index = text::parse_unsigned(part);
  return index && *index < items.size() ? &items[*index] : nullptr;
}

}  // namespace

Outcome<JsonPointer> JsonPointer::parse(std::string_view text) {
  JsonPointer pointer;
  if (text.empty()) return pointer;
  const auto wrong = [&](std::string_view what) {
    return Failure{"local.json_pointer",
                   fmt::format("'{}' is no JSON pointer: {}", text::printable(text, 100), what)};
  };
  if (text.front() != '/') return wrong("it must begin with a slash");
  while (!text.empty()) {
    if (pointer.parts_.size() == most_parts) return wrong("it has too many parts");
    text.remove_prefix(1);
    const std::size_t end = std::min(text.find('/'), text.size());
    auto part = unescaped(text.substr(0, end));
    if (!part) return wrong("a ~ stands without 0 or 1");
    pointer.parts_.push_back(std::move(*part));
    text.remove_prefix(end);
  }
  return pointer;
}

const Json* JsonPointer::find(const Json& document) const {
  const Json* at = &document;
  for (const std::string& part : parts_) {
    const auto* items = at->if_list();
    at = items != nullptr ? item(*items, part) : at->find(part);
    if (at == nullptr) return nullptr;
  }
  return at;
}

std::string JsonPointer::text() const {
  std::string out;
  for (const std::string& part : parts_) {
    out += '/';
    for (const char c : part) {
      if (c == '~')
        out += "~0";
      else if (c == '/')
        out += "~1";
      else
        out += c;
    }
  }
  return out;
}

}  // namespace cxload::webphone
