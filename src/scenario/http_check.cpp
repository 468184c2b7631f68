#include "http_check.hpp"

#include <algorithm>
#include <array>
#include <re2/re2.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cxload/base/text.hpp>

#include "expectation.hpp"
#include "json_template.hpp"
#include "parse.hpp"

namespace cxload::scenario {
namespace {

constexpr std::size_t most_shown = 80;
constexpr std::size_t longest_value = 8 * 1024;
constexpr std::size_t most_variables = 64;

constexpr auto expect_fields = std::to_array<Field>({
    {"status", Form::statuses, "Statuses that are a success; left out: any below 300."},
    {"header", Form::map_of_text, "Headers that the answer has, and their values."},
    {"json",
     Form::custom,
     "JSON pointers and the values that stand there.",
     false,
     nullptr,
     {},
     R"({"type": "object"})"},
    {"contains", Form::text, "A text that the body holds."},
    {"type", Form::text, "The media type: application/json."},
});

bool is_secret_name(std::string_view name) {
  const std::string lower = text::to_lower(name);
  constexpr auto words =
      std::to_array<std::string_view>({"token", "secret", "pass", "jwt", "key", "cookie", "auth"});
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

std::string shown(std::string_view value, JourneyContext& context) {
  return text::printable(context.portal().masked(value.substr(0, 4096)), most_shown);
}

std::string shown(const webphone::Json* value, JourneyContext& context) {
  return value == nullptr ? "nothing" : shown(value->write(), context);
}

std::optional<Failure> judge_json(const HttpExpectation& expected, std::string_view what,
                                  const std::string& body, JourneyContext& context) {
  if (expected.json.empty()) return std::nullopt;
  const Outcome<webphone::Json> document = webphone::parse_json(body);
  if (!document) return document.error();
  for (const auto& [pointer, wanted] : expected.json) {
    const webphone::Json value = expand_json(wanted, context);
    const webphone::Json* found = pointer.find(*document);
    if (found != nullptr && means_the_same(value, *found)) continue;
    // A member that holds a secret is not shown, whatever stands there.
    const std::string seen = is_secret_name(pointer.text()) ? "something else" : shown(found, context);
    return Failure{"expect.json",
                   fmt::format("{}: {} holds {}; expected {}", what, pointer.text(), seen,
                               is_secret_name(pointer.text()) ? "***" : shown(&value, context))};
  }
  return std::nullopt;
}

}  // namespace

const Shape http_expect_shape{"what a request expects", expect_fields};

HttpExpectation parse_http_expectation(const Node* node, const StepContext& context) {
  HttpExpectation expected;
  if (node == nullptr) return expected;
  MapReader reader(*node, http_expect_shape, context.diagnostics);
  expected.statuses = parse_statuses(reader, 200, 599, context);
  expected.contains = reader.text("contains").value_or("");
  expected.type = text::to_lower(reader.text("type").value_or(""));
  if (const Node* contains = reader.find("contains")) check_step_placeholders(*contains, context);
  if (const Node* headers = reader.find("header"))
    expected.headers = parse_texts(*headers, "`header` is a map of names and values", context);
  const Node* json = reader.find("json");
  if (json != nullptr && !json->is_map()) reader.fail("json", "`json` is a map of JSON pointers and values");
  if (json == nullptr || !json->is_map()) return expected;
  for (const Member& member : json->members) {
    Outcome<webphone::JsonPointer> pointer = webphone::JsonPointer::parse(member.key);
    if (!pointer)
      context.diagnostics.add(member.place, pointer.error().detail);
    else
      expected.json.emplace_back(std::move(*pointer), read_json_template(member.value, context));
  }
  return expected;
}

std::optional<Failure> judge(const HttpExpectation& expected, std::string_view what,
                             const net::HttpResponse& response, JourneyContext& context) {
  const auto& statuses = expected.statuses;
  if (statuses.empty() && response.status >= 300) return phone::refused(context.portal(), what, response);
  if (!statuses.empty() && std::find(statuses.begin(), statuses.end(), response.status) == statuses.end())
    return Failure{"expect.status",
                   fmt::format("{} was answered {} {}; expected {}", what, response.status,
                               text::printable(response.reason, 40), fmt::join(statuses, ", "))};
  if (!expected.type.empty() && response.media_type() != expected.type)
    return Failure{"http.content_type", fmt::format("{}: the answer is {}; expected {}", what,
                                                    shown(response.media_type(), context), expected.type)};
  for (const auto& [name, wanted] : expected.headers) {
    const std::string* found = response.header(name);
    const std::string value = context.expand(wanted);
    if (found == nullptr || *found != value)
      return Failure{"expect.header", fmt::format("{}: header {} is {}; expected {}", what, name,
                                                  found == nullptr ? "missing" : shown(*found, context),
                                                  shown(value, context))};
  }
  const std::string part = context.expand(expected.contains);
  if (!part.empty() && response.body.find(part) == std::string::npos)
    return Failure{"expect.contains", fmt::format("{}: the body of {} bytes does not hold {}", what,
                                                  response.body.size(), shown(part, context))};
  return judge_json(expected, what, response.body, context);
}

void declare_variable(const std::string& name, const StepContext& context) {
  if (context.variables == nullptr) return;
  const auto& known = *context.variables;
  if (std::find(known.begin(), known.end(), name) == known.end()) context.variables->push_back(name);
}

namespace {

void parse_extraction(const Member& member, const StepContext& context, std::vector<Extraction>& out) {
  Extraction extraction;
  extraction.name = member.key;
  const Node& value = member.value;
  const bool is_map = value.is_map() && value.members.size() == 1;
  const std::string kind = is_map ? value.members.front().key : "pointer";
  const std::string& text = is_map ? value.members.front().value.text : value.text;
  const Place place = value.is_null() ? member.place : value.place;
  if (!is_name(member.key))
    context.diagnostics.add(
        member.place,
        fmt::format("\"{}\" is not a name: a small letter, then small letters, digits, _ or -", member.key));
  if (!value.is_scalar() && !is_map) {
    context.diagnostics.add(place, "what to take is a JSON pointer, {header: NAME} or {regex: EXPRESSION}");
  } else if (kind == "header") {
    extraction.header = text;
  } else if (kind == "regex") {
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_max_mem(1 << 20);
    extraction.regex = std::make_shared<const re2::RE2>(text, options);
    if (!extraction.regex->ok())
      context.diagnostics.add(
          place, fmt::format("\"{}\" is not a regular expression: {}", text, extraction.regex->error()));
  } else if (kind == "pointer") {
    Outcome<webphone::JsonPointer> pointer = webphone::JsonPointer::parse(text);
    if (pointer)
      extraction.pointer = std::move(*pointer);
    else
      context.diagnostics.add(place, pointer.error().detail);
  } else {
    constexpr auto kinds = std::to_array<std::string_view>({"pointer", "header", "regex"});
    context.diagnostics.add(
        place, fmt::format("\"{}\" is no place to take something from{}", kind, hint(kind, kinds)));
  }
  declare_variable(extraction.name, context);
  out.push_back(std::move(extraction));
}

std::optional<std::string> find_value(const Extraction& extraction, const net::HttpResponse& response,
                                      const webphone::Json* document) {
  if (extraction.pointer) {
    const webphone::Json* found = document == nullptr ? nullptr : extraction.pointer->find(*document);
    return found == nullptr ? std::nullopt : found->scalar_text();
  }
  if (!extraction.header.empty()) {
    const std::string* found = response.header(extraction.header);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
  re2::StringPiece parts[2];
  const int groups = extraction.regex->NumberOfCapturingGroups() > 0 ? 2 : 1;
  if (!extraction.regex->Match(response.body, 0, response.body.size(), re2::RE2::UNANCHORED, parts, groups))
    return std::nullopt;
  return std::string(parts[groups - 1]);
}

}  // namespace

std::vector<Extraction> parse_extractions(const Node* node, const StepContext& context) {
  std::vector<Extraction> extractions;
  if (node == nullptr) return extractions;
  if (!node->is_map()) context.diagnostics.add(node->place, "`extract` is a map of names and places");
  if (node->members.size() > most_variables)
    context.diagnostics.add(node->place, fmt::format("at most {} variables", most_variables));
  for (const Member& member : node->members) parse_extraction(member, context, extractions);
  return extractions;
}

bool set_variable(std::string_view name, std::string value, JourneyContext& context) {
  const bool is_line =
      std::none_of(value.begin(), value.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
  if (!is_line || value.size() > longest_value) return false;
  if (is_secret_name(name)) context.portal().hide(value);
  context.variables().insert_or_assign(std::string(name), std::move(value));
  return true;
}

Outcome<> extract(const std::vector<Extraction>& extractions, const net::HttpResponse& response,
                  JourneyContext& context) {
  const bool wants_json = std::any_of(extractions.begin(), extractions.end(),
                                      [](const Extraction& each) { return each.pointer.has_value(); });
  Outcome<webphone::Json> document = webphone::Json();
  if (wants_json) document = webphone::parse_json(response.body);
  if (!document) return document.error();
  for (const Extraction& extraction : extractions) {
    std::optional<std::string> value = find_value(extraction, response, &*document);
    if (!value)
      return Failure{"expect.extract",
                     fmt::format("there is nothing for {{{}}} in the answer", extraction.name)};
    if (!set_variable(extraction.name, std::move(*value), context))
      return Failure{"expect.extract", fmt::format("what is there for {{{}}} is too long, or no line of text",
                                                   extraction.name)};
  }
  return {};
}

}  // namespace cxload::scenario
