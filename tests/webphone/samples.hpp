/// What the tests of the client model have in common.
#pragma once
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <cxload/webphone/action.hpp>
#include <cxload/webphone/button.hpp>
#include <cxload/webphone/chain.hpp>
#include <cxload/webphone/finding.hpp>
#include <cxload/webphone/json.hpp>

namespace cxload::webphone::samples {

/// The value of `text`; a test with wrong JSON fails.
inline Json json(std::string_view text) {
  auto value = parse_json(text);
  if (value) return std::move(*value);
  ADD_FAILURE() << value.error().detail << ": " << text;
  return {};
}

inline bool has_only(const Findings& findings, std::string_view row) {
  return findings.all().size() == 1 && findings.has(row);
}

/// The documentation's sample button.
inline constexpr std::string_view documented_button =
    R"({"id":45,"account_id":1093,"label":"Agent Populate Form","icon":"copy","tooltip":"Red tootltip","type":"danger",)"
    R"("placement":"agent","min_select":10,"max_select":20,"sandbox_id":2160,"fn":"main","form_id":203,"sort_order":50})";

inline Button button(std::string_view fn, std::int64_t form_id = 0, std::int64_t sandbox_id = 0) {
  Button one;
  one.id = 45;
  one.label = "Test";
  one.placement = "agent";
  one.fn = fn;
  if (form_id != 0) one.form_id = form_id;
  if (sandbox_id != 0) one.sandbox_id = sandbox_id;
  return one;
}

inline Action action(std::string_view text, const Readings& readings = {}) {
  const auto notation = parse_notation(text);
  if (!notation) {
    ADD_FAILURE() << notation.error().detail;
    return {};
  }
  const auto known = permitted(*notation, readings);
  EXPECT_TRUE(known.has_value()) << text;
  return known.value_or(Action{});
}

}  // namespace cxload::webphone::samples
