/// Boost.JSON behind a typed, bounded reader.
#include "json_reader.hpp"

#include <chrono>
#include <limits>

#include <boost/json.hpp>
#include <fmt/format.h>

#include <cxload/base/text.hpp>

namespace cxload::report {
namespace {

namespace json = boost::json;

constexpr std::size_t most_bytes = std::size_t{512}
                                   << 20;  // a day of seconds with every metric stays far below
constexpr std::size_t most_depth = 16;     // ours are 6 deep
constexpr std::size_t most_texts = 100'000;

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  const auto value = text::parse_unsigned(text.substr(at, count));
  return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

std::optional<WallTime> parse_time(std::string_view text) {
  namespace chrono = std::chrono;
  constexpr std::string_view shape = "0000-00-00T00:00:00.000Z";
  if (text.size() != shape.size()) return std::nullopt;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] != '0' && shape[i] != text[i]) return std::nullopt;
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  const auto milli = digits(text, 20, 3);
  if (!year || !month || !day || !hour || !minute || !second || !milli) return std::nullopt;
  const chrono::year_month_day date{chrono::year(*year), chrono::month(static_cast<unsigned>(*month)),
                                    chrono::day(static_cast<unsigned>(*day))};
  // The clock counts nanoseconds in 64 bits, which hold 1678 … 2261.
  const bool is_date = date.ok() && *year >= 1700 && *year <= 2200;
  if (!is_date || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return WallTime(chrono::sys_days(date)) + chrono::hours(*hour) + chrono::minutes(*minute) +
         chrono::seconds(*second) + chrono::milliseconds(*milli);
}

}  // namespace

JsonReader::Document::Document() = default;
JsonReader::Document::~Document() = default;

Outcome<std::unique_ptr<JsonReader::Document>> JsonReader::Document::parse(std::string_view text) {
  if (text.size() > most_bytes) return Failure{"format.report", "report.json is larger than any report"};
  json::parse_options options;
  options.max_depth = most_depth;
  json::error_code error;
  std::unique_ptr<Document> document(new Document);
  document->value_ = std::make_unique<json::value>(json::parse(text, error, json::storage_ptr(), options));
  if (error) return Failure{"format.report", fmt::format("report.json is not JSON: {}", error.message())};
  return document;
}

JsonReader JsonReader::Document::root() { return {value_.get(), "report.json", *this}; }

void JsonReader::fail(const std::string& what) const {
  if (!document_->fault_)
    document_->fault_ = Failure{"format.report", text::printable(path_, 200) + ": " + what};
}

bool JsonReader::is_null() const { return value_ == nullptr || value_->is_null(); }

JsonReader JsonReader::at(std::string_view key) const {
  const json::object* object = is_null() ? nullptr : value_->if_object();
  if (object == nullptr && !is_null()) fail("an object is expected");
  const json::value* member = object == nullptr ? nullptr : object->if_contains(key);
  return {member, fmt::format("{}.{}", path_, key), *document_};
}

std::string JsonReader::text() const {
  if (is_null()) return {};
  const json::string* text = value_->if_string();
  if (text == nullptr) return fail("a text is expected"), std::string();
  return std::string(text->data(), text->size());
}

std::optional<double> JsonReader::number_if_any() const {
  if (is_null()) return std::nullopt;
  if (const double* value = value_->if_double()) return *value;
  if (const std::int64_t* value = value_->if_int64()) return static_cast<double>(*value);
  if (const std::uint64_t* value = value_->if_uint64()) return static_cast<double>(*value);
  fail("a number is expected");
  return std::nullopt;
}

double JsonReader::number() const { return number_if_any().value_or(0); }

template <class Number>
Number JsonReader::whole() const {
  if (is_null()) return 0;
  json::error_code error;
  const auto value = value_->to_number<Number>(error);
  if (error) return fail("a whole number in range is expected"), Number{0};
  return value;
}

std::uint64_t JsonReader::unsigned_integer() const { return whole<std::uint64_t>(); }
std::int64_t JsonReader::integer() const { return whole<std::int64_t>(); }

bool JsonReader::boolean() const {
  if (is_null()) return false;
  const bool* value = value_->if_bool();
  if (value == nullptr) fail("true or false is expected");
  return value != nullptr && *value;
}

WallTime JsonReader::time() const {
  if (is_null()) return {};
  const auto time = parse_time(text());
  if (!time) fail("a time such as 2026-01-31T09:30:00.000Z is expected");
  return time.value_or(WallTime{});
}

std::vector<std::string> JsonReader::texts() const {
  std::vector<std::string> all;
  for_each_item(most_texts, [&](const JsonReader& item) { all.push_back(item.text()); });
  return all;
}

void JsonReader::for_each_item(std::size_t most, const std::function<void(const JsonReader&)>& read) const {
  if (is_null()) return;
  const json::array* array = value_->if_array();
  if (array == nullptr) return fail("a list is expected");
  if (array->size() > most) return fail(fmt::format("more than {} entries", most));
  std::size_t index = 0;
  for (const json::value& item : *array) {
    if (document_->fault_) return;
    read(JsonReader(&item, fmt::format("{}[{}]", path_, index++), *document_));
  }
}

void JsonReader::for_each_member(
    std::size_t most, const std::function<void(const std::string&, const JsonReader&)>& read) const {
  if (is_null()) return;
  const json::object* object = value_->if_object();
  if (object == nullptr) return fail("an object is expected");
  if (object->size() > most) return fail(fmt::format("more than {} entries", most));
  for (const auto& member : *object) {
    if (document_->fault_) return;
    const std::string name(member.key());
    read(name, JsonReader(&member.value(), fmt::format("{}.{}", path_, name), *document_));
  }
}

}  // namespace cxload::report
