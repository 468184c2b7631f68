#include "record.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/net/endpoint.hpp>

namespace cxload::standin::dns {
namespace {

constexpr std::size_t longest_label = 63, longest_name = 253, longest_text = 255;

struct Word {
  std::string text;
  bool is_quoted = false;
};

/// Words between blanks; a quoted one may hold blanks, and be empty. Nothing when a quote is open at the end.
std::optional<std::vector<Word>> split(std::string_view line) {
  std::vector<Word> words;
  std::size_t at = 0;
  while ((at = line.find_first_not_of(" \t", at)) != std::string_view::npos) {
    const bool is_quoted = line[at] == '"';
    if (is_quoted) ++at;
    const std::size_t end = line.find_first_of(is_quoted ? "\"" : " \t", at);
    if (is_quoted && end == std::string_view::npos) return std::nullopt;
    words.push_back(
        {std::string(line.substr(at, end == std::string_view::npos ? end : end - at)), is_quoted});
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return words;
}

using Words = std::span<const Word>;

bool append_field(std::string& out, const Word& word) {
  const auto number = text::parse_unsigned(word.text);
  if (!number || *number > 0xFFFF) return false;
  append_number(out, static_cast<std::uint32_t>(*number), 2);
  return true;
}

bool append_target(std::string& out, const Word& word) {
  const auto name = word.text == "." ? std::optional<std::string>("") : canonical_name(word.text);
  if (name) append_name(out, *name);
  return name.has_value();
}

bool read_address(Record& record, Words words) {
  const auto address = words.size() == 1 ? net::Address::parse(words[0].text) : std::nullopt;
  if (!address || address->is_v4() != (record.type == Type::a)) return false;
  const auto* bytes = reinterpret_cast<const char*>(address->bytes.data());
  record.data = address->is_v4() ? std::string(bytes + 12, 4) : std::string(bytes, 16);
  return true;
}

bool read_cname(Record& record, Words words) {
  const auto name = words.size() == 1 ? canonical_name(words[0].text) : std::nullopt;
  if (!name) return false;
  record.target = *name;
  append_name(record.data, *name);
  return true;
}

bool read_srv(Record& record, Words words) {
  if (words.size() != 4) return false;
  for (const Word& word : words.first(3))
    if (!append_field(record.data, word)) return false;
  return append_target(record.data, words[3]);
}

bool read_naptr(Record& record, Words words) {
  if (words.size() != 6) return false;
  for (const Word& word : words.first(2))
    if (!append_field(record.data, word)) return false;
  for (const Word& word : words.subspan(2, 3)) {
    if (word.text.size() > longest_text) return false;
    append_number(record.data, static_cast<std::uint32_t>(word.text.size()), 1);
    record.data += word.text;
  }
  return append_target(record.data, words[5]);
}

struct TypeRow {
  std::string_view word;
  Type type;
  bool (*read)(Record&, Words);
  std::string_view form;
};
constexpr std::array<TypeRow, 5> types{
    {{"A", Type::a, &read_address, "A 192.0.2.1"},
     {"AAAA", Type::aaaa, &read_address, "AAAA 2001:db8::1"},
     {"CNAME", Type::cname, &read_cname, "CNAME other.example"},
     {"SRV", Type::srv, &read_srv, "SRV priority weight port target"},
     {"NAPTR", Type::naptr, &read_naptr,
      "NAPTR order preference \"flags\" \"service\" \"regexp\" replacement"}}};

Failure fault(std::string text) { return {"local.standin", std::move(text)}; }

}  // namespace

std::optional<std::string> canonical_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.empty() || name.size() > longest_name) return std::nullopt;
  std::size_t label = 0;
  for (const char c : name) {
    label = c == '.' ? 0 : label + 1;
    const bool is_odd = c <= ' ' || c >= 0x7F || c == '"' || c == '\\';
    if (is_odd || label > longest_label) return std::nullopt;
  }
  if (name.front() == '.' || name.back() == '.' || name.find("..") != std::string_view::npos)
    return std::nullopt;
  return text::to_lower(name);
}

void append_number(std::string& out, std::uint32_t number, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>(number >> shift & 0xFF);
}

void append_name(std::string& out, std::string_view name) {
  while (!name.empty()) {
    const std::string_view label = name.substr(0, name.find('.'));
    out += static_cast<char>(label.size());
    out += label;
    name.remove_prefix(std::min(name.size(), label.size() + 1));
  }
  out += '\0';
}

Outcome<Record> parse_record(std::string_view line) {
  const auto split_line = split(line);
  if (!split_line) return fault("a quote is open at the end of the record");
  Words words(*split_line);
  if (words.empty()) return fault("a record is missing (sip.example.com A 127.0.0.1)");
  Record record;
  const auto owner = canonical_name(words[0].text);
  if (!owner) return fault(fmt::format("\"{}\" is no name of a record", text::printable(words[0].text, 64)));
  record.owner = *owner;
  words = words.subspan(1);
  if (const auto ttl = words.empty() ? std::nullopt : text::parse_unsigned(words[0].text)) {
    if (*ttl > 0x7FFFFFFF) return fault("a TTL is at most 2147483647 (RFC 2181 8)");
    record.ttl = static_cast<std::uint32_t>(*ttl);
    words = words.subspan(1);
  }
  if (!words.empty() && text::iequals(words[0].text, "IN")) words = words.subspan(1);
  const auto type = std::find_if(types.begin(), types.end(), [&](const TypeRow& row) {
    return !words.empty() && text::iequals(words[0].text, row.word);
  });
  if (type == types.end())
    return fault(fmt::format("\"{}\" is no type of record; there are A, AAAA, CNAME, SRV, NAPTR",
                             words.empty() ? "" : text::printable(words[0].text, 64)));
  record.type = type->type;
  if (!type->read(record, words.subspan(1))) return fault(fmt::format("such a record reads: {}", type->form));
  return record;
}

}  // namespace cxload::standin::dns
