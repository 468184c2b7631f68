/// JSON text piece by piece.
#include "json_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include <cxload/base/text.hpp>

#include "format.hpp"

namespace cxload::report {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

constexpr auto is_special = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < table.size(); ++c) table[c] = c < 0x20 || c == 0x7F || c == '"' || c == '\\';
  return table;
}();

void append_special(std::string& out, char c) {
  if (c == '"' || c == '\\')
    out.append(1, '\\').append(1, c);
  else if (c == '\n')
    out += "\\n";
  else
    out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
}

void append_escaped(std::string& out, std::string_view text) {
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_special[static_cast<unsigned char>(text[i])]) continue;
    out += text.substr(done, i - done);
    append_special(out, text[i]);
    done = i + 1;
  }
  out += text.substr(done);
}

/// Then it is UTF-8 already.
bool is_ascii(std::string_view text) {
  unsigned all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  if (is_ascii(text))
    append_escaped(out, text);
  else
    append_escaped(out, clean_utf8(text));
  out += '"';
}

}  // namespace

std::string clean_utf8(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && !is_control(text[plain])) ++plain;
    out += text::printable(text.substr(0, plain), plain);
    if (plain < text.size()) out += text[plain++];
    text.remove_prefix(plain);
  }
  return out;
}

std::string json_number(double value) {
  if (!std::isfinite(value) || value == 0) return "0";  // JSON has no infinities, and -0 reads as 0
  std::array<char, 32> digits;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::general, 12).ptr;
  return std::string(digits.data(), end);
}

std::string json_number(std::optional<double> value) {
  return value && std::isfinite(*value) ? json_number(*value) : std::string("null");
}

void JsonWriter::open(char bracket, char close, Layout layout) {
  begin_value();
  const bool is_flat = layout == Layout::flat || (!open_.empty() && open_.back().layout == Layout::flat);
  open_.push_back({close, is_flat ? Layout::flat : Layout::lines});
  out_ += bracket;
}

void JsonWriter::end() {
  const Open closed = open_.back();
  open_.pop_back();
  if (!closed.is_empty && closed.layout == Layout::lines) break_line();
  out_ += closed.close;
}

void JsonWriter::key(std::string_view name) {
  begin_value();
  append_quoted(out_, name);
  out_ += ": ";
  has_key_ = true;
}

void JsonWriter::begin_value() {
  if (std::exchange(has_key_, false) || open_.empty()) return;
  Open& inside = open_.back();
  if (!inside.is_empty) out_ += inside.layout == Layout::flat ? ", " : ",";
  inside.is_empty = false;
  if (inside.layout == Layout::lines) break_line();
}

void JsonWriter::break_line() { out_.append(1, '\n').append(open_.size(), ' '); }

void JsonWriter::raw(std::string_view value) {
  begin_value();
  out_ += value;
}

void JsonWriter::text(std::string_view value) {
  begin_value();
  append_quoted(out_, value);
}

void JsonWriter::integer(std::uint64_t value) { raw(fmt::format_int(value).c_str()); }
void JsonWriter::integer(std::int64_t value) { raw(fmt::format_int(value).c_str()); }
void JsonWriter::boolean(bool value) { raw(value ? "true" : "false"); }
void JsonWriter::null() { raw("null"); }
void JsonWriter::time(WallTime value) { text(rfc3339(value)); }

void JsonWriter::texts(std::string_view name, const std::vector<std::string>& values) {
  key(name);
  begin_array();
  for (const std::string& value : values) text(value);
  end();
}

}  // namespace cxload::report
