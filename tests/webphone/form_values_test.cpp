/// What stands in an opened form, what can be typed, what blocks a submit.
#include <string>

#include <cxload/webphone/form.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::has_only;
using samples::json;

Form form_of(std::string_view schema) {
  Findings findings;
  const auto form = read_form(json(R"({"id":1,"name":"F"})").set("schema", json(schema)), findings);
  EXPECT_TRUE(form.has_value());
  return form ? *form : Form{};
}

OpenedForm opened(std::string_view schema, std::string_view data = "{}", const Readings& readings = {}) {
  Findings findings;
  const Json values = json(data);
  return open_form(form_of(schema), &values, readings, findings);
}

/// The row that blocks `value` in a text field with these settings; "": nothing does.
std::string blocked_by(std::string_view settings, std::string_view value) {
  OpenedForm form = opened("[" + std::string(settings) + "]");
  form.values.set("f", value);
  const auto problems = validate(form);
  return problems.empty() ? "" : problems.front().row;
}

TEST(FormValues, WP_FORM_SET_1_DefaultsStandInTheFields) {
  const OpenedForm form =
      opened(R"([{"name":"a","defaultValue":"x"},{"name":"b"},{"name":"c","defaultValue":false}])");
  EXPECT_EQ(form.values, json(R"({"a":"x","b":"","c":false})"));
}

TEST(FormValues, WP_FORM_SET_2_RequiredAndEmptyBlocks) {
  EXPECT_EQ(blocked_by(R"({"name":"f","required":true})", ""), "WP-FORM-SET-2");
  EXPECT_EQ(blocked_by(R"({"name":"f","required":true})", "x"), "");
  EXPECT_EQ(blocked_by(R"({"name":"f","required":false})", ""), "");
  EXPECT_EQ(blocked_by(R"({"name":"f","required":true,"hidden":true})", ""), "") << "nobody could mend it";
}

TEST(FormValues, WP_FORM_SET_3_ADisabledFieldCannotBeTypedIntoAndIsSubmitted) {
  OpenedForm form = opened(R"([{"name":"a","defaultValue":"x","disabled":true}])");
  const auto problems = fill_in(form, json(R"({"a":"y"})"));
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].row, "WP-FORM-SET-3");
  EXPECT_EQ(form.values, json(R"({"a":"x"})"));
}

TEST(FormValues, WP_FORM_SET_4_AHiddenFieldIsPartOfTheDataAndOutOfReach) {
  OpenedForm form = opened(R"([{"name":"a","defaultValue":"x","hidden":true}])");
  EXPECT_EQ(fill_in(form, json(R"({"a":"y"})"))[0].row, "WP-FORM-SET-4");
  EXPECT_EQ(form.values, json(R"({"a":"x"})"));
}

TEST(FormValues, WP_FORM_SET_5_6_7_WhatIsShown) {
  const Form form = form_of(R"([{"name":"a","type":"Text","label":"A","multiline":true},{"name":"b"}])");
  EXPECT_TRUE(form.fields[0].is_multiline());
  EXPECT_EQ(form.fields[0].label(), "A");
  EXPECT_EQ(form.fields[0].type(), "text");
  EXPECT_FALSE(form.fields[1].is_multiline());
}

TEST(FormValues, WP_FORM_SET_8_RegexAloneAndWithValidation) {
  for (const char* settings : {R"({"name":"f","regex":"^[0-9]{5}$"})",
                               R"({"name":"f","regex":"^[0-9]{5}$","validation":"regex"})"}) {
    EXPECT_EQ(blocked_by(settings, "12345"), "");
    EXPECT_EQ(blocked_by(settings, "1234x"), "WP-FORM-SET-8");
    EXPECT_EQ(blocked_by(settings, ""), "") << "only `required` asks for a value";
  }
  EXPECT_EQ(blocked_by(R"({"name":"f","regex":"ab"})", "cabd"), "") << "not anchored, as in JavaScript";
  EXPECT_EQ(blocked_by(R"({"name":"f","regex":"(a*)*$(("})", "x"), "")
      << "an unreadable pattern blocks nobody";
}

TEST(FormValues, WP_FORM_SET_9_NamedRules) {
  EXPECT_EQ(blocked_by(R"({"name":"f","validation":"email"})", "ada@example.com"), "");
  EXPECT_EQ(blocked_by(R"({"name":"f","validation":"Email"})", "ada"), "WP-FORM-SET-9");
  EXPECT_EQ(blocked_by(R"({"name":"f","validation":"number"})", "-1.5"), "");
  EXPECT_EQ(blocked_by(R"({"name":"f","validation":"number"})", "1,5"), "WP-FORM-SET-9");
  EXPECT_EQ(blocked_by(R"({"name":"f","validation":"no such rule"})", "x"), "");
}

TEST(FormValues, WP_FORM_DATA_1_FormDataFillsFieldsByName) {
  EXPECT_EQ(opened(R"([{"name":"name"},{"name":"b"}])", R"({"name":"Jonathan"})").values,
            json(R"({"name":"Jonathan","b":""})"));
}

TEST(FormValues, WP_FORM_DATA_2_FormDataMakesNoFields) {
  Findings findings;
  const Json data = json(R"({"a":"1","stranger":"2"})");
  const OpenedForm form = open_form(form_of(R"([{"name":"a"}])"), &data, {}, findings);
  EXPECT_EQ(form.values, json(R"({"a":"1"})"));
  EXPECT_EQ(form.form.fields.size(), 1U);
  EXPECT_TRUE(has_only(findings, "WP-FORM-DATA-2"));
  OpenedForm typed = form;
  EXPECT_EQ(fill_in(typed, json(R"({"stranger":"x"})")).size(), 1U);
}

TEST(FormValues, WP_FORM_DATA_3_FormDataWinsOverDefaults) {
  const std::string schema = R"([{"name":"a","defaultValue":"default"},{"name":"b"}])",
                    data = R"({"a":"data","b":"data"})";
  EXPECT_EQ(opened(schema, data).values, json(R"({"a":"data","b":"data"})"));
  Readings defaults_win;
  ASSERT_TRUE(defaults_win.set("A-27", "default_value").has_value());
  EXPECT_EQ(opened(schema, data, defaults_win).values, json(R"({"a":"default","b":"data"})"));
}

TEST(FormValues, ValuesAreBounded) {
  OpenedForm form = opened(R"([{"name":"a"}])");
  Json typed;
  typed.set("a", std::string(FormLimits::value_bytes + 1, 'x'));
  EXPECT_EQ(fill_in(form, typed).size(), 1U);
}

}  // namespace
}  // namespace cxload::webphone
