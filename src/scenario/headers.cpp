#include "headers.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include <cxload/base/text.hpp>

#include "parse.hpp"

namespace cxload::scenario {
namespace {

constexpr std::size_t most_headers = 32;

bool is_token(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("-.!%*_+`'~").find(c) != std::string_view::npos;
  });
}

/// Headers that the phone itself writes; a second one would only break the request.
bool is_reserved(std::string_view name) {
  static constexpr auto reserved = std::to_array<std::string_view>({"Via",
                                                                    "v",
                                                                    "From",
                                                                    "f",
                                                                    "To",
                                                                    "t",
                                                                    "Call-ID",
                                                                    "i",
                                                                    "CSeq",
                                                                    "Contact",
                                                                    "m",
                                                                    "Content-Length",
                                                                    "l",
                                                                    "Content-Type",
                                                                    "c",
                                                                    "Content-Encoding",
                                                                    "e",
                                                                    "Max-Forwards",
                                                                    "Authorization",
                                                                    "Proxy-Authorization",
                                                                    "Record-Route"});
  return std::any_of(reserved.begin(), reserved.end(),
                     [&](std::string_view r) { return text::iequals(r, name); });
}

Headers parse_own_headers(const Node* node, const StepContext& context) {
  Headers headers;
  if (node == nullptr) return headers;
  if (!node->is_map()) context.diagnostics.add(node->place, "`headers` is a map of names and values");
  if (node->members.size() > most_headers) {
    context.diagnostics.add(node->place, fmt::format("at most {} headers", most_headers));
    return headers;
  }
  for (const Member& member : node->members) {
    if (!is_token(member.key))
      context.diagnostics.add(member.place, fmt::format("\"{}\" is not a header name", member.key));
    if (is_reserved(member.key))
      context.diagnostics.add(member.place,
                              fmt::format("header {} is written by the phone itself", member.key));
    const std::string& value = member.value.text;
    if (!member.value.is_scalar() || value.find_first_of("\r\n") != std::string::npos)
      context.diagnostics.add(member.place, fmt::format("header {} needs one line of text", member.key));
    check_step_placeholders(member.value, context);
    headers.emplace_back(member.key, value);
  }
  return headers;
}

}  // namespace

/// A name that the call gives itself is not also given by the group.
Headers parse_headers(const Node* node, const StepContext& context) {
  Headers headers = parse_own_headers(node, context);
  if (context.group == nullptr) return headers;
  const std::size_t own = headers.size();
  for (const auto& inherited : context.group->headers) {
    const auto end = headers.begin() + static_cast<std::ptrdiff_t>(own);
    const bool replaced = std::any_of(headers.begin(), end, [&](const auto& header) {
      return text::iequals(header.first, inherited.first);
    });
    if (!replaced) headers.push_back(inherited);
  }
  return headers;
}

phone::DialRequest make_dial(const std::string& address, const Headers& headers, JourneyContext& context) {
  phone::DialRequest request;
  request.target = address;
  for (const auto& [name, value] : headers) request.headers.emplace_back(name, context.expand(value));
  return request;
}

}  // namespace cxload::scenario
