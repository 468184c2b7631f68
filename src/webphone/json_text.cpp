// Json as text: the wire form, and what a person reads.
#include <cmath>

#include <fmt/format.h>

#include <cxload/webphone/json.hpp>

namespace cxload::webphone {
namespace {

void write_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20)
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        else
          out += c;
    }
  }
  out += '"';
}

void write_value(std::string& out, const Json& value) {
  if (const auto* text = value.if_text()) return write_text(out, *text);
  if (const auto* items = value.if_list()) {
    out += '[';
    for (const Json& item : *items) {
      if (&item != items->data()) out += ',';
      write_value(out, item);
    }
    out += ']';
    return;
  }
  if (const auto* members = value.if_object()) {
    out += '{';
    for (const Json::Member& member : *members) {
      if (&member != members->data()) out += ',';
      write_text(out, member.name);
      out += ':';
      write_value(out, member.value);
    }
    out += '}';
    return;
  }
  out += value.scalar_text().value_or("null");
}

}  // namespace

std::string Json::write() const {
  std::string out;
  write_value(out, *this);
  return out;
}

std::optional<std::string> Json::scalar_text() const {
  if (const auto* text = if_text()) return *text;
  if (const auto* truth = if_bool()) return *truth ? "true" : "false";
  if (const auto* whole = std::get_if<std::int64_t>(&value_)) return fmt::format("{}", *whole);
  if (const auto* real = std::get_if<double>(&value_); real != nullptr && std::isfinite(*real))
    return fmt::format("{}", *real);
  return std::nullopt;
}

std::string_view Json::type_name() const {
  if (is_null()) return "nothing";
  if (if_bool() != nullptr) return "a truth value";
  if (if_text() != nullptr) return "a text";
  if (if_list() != nullptr) return "a list";
  if (if_object() != nullptr) return "an object";
  return "a number";
}

}  // namespace cxload::webphone
