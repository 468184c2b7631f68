/// Stored forms, and what a script makes of them for one opening.
#include <string>

#include <cxload/webphone/form.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::has_only;
using samples::json;

Form stored() {
  Findings findings;
  auto form = read_form(json(R"({"id":203,"name":"Feedback Form","sandbox_id":7,"schema":[
      {"type":"text","name":"first_name","label":"First name","defaultValue":"Old","collapse":true,"width":6},
      {"type":"text","name":"last_name","label":"Last name","required":false}]})"),
                        findings);
  EXPECT_TRUE(form.has_value() && findings.empty());
  return form ? *form : Form{};
}

Form merged(std::string_view schema, Findings& findings) {
  const Json list = json(schema);
  return merge_schema(stored(), &list, findings);
}

Form merged(std::string_view schema) {
  Findings findings;
  return merged(schema, findings);
}

TEST(FormTest, WP_FORM_MERGE_1_ANamedFieldIsUpdatedKeyByKey) {
  const Form form =
      merged(R"([{"name":"first_name","defaultValue":"New"},{"name":"last_name","required":true}])");
  ASSERT_EQ(form.fields.size(), 2U);
  const Field& first = form.fields[0];
  EXPECT_EQ(first.default_value()->scalar_text(), "New");
  EXPECT_EQ(first.label(), "First name");
  EXPECT_EQ(first.width(), 6);
  EXPECT_TRUE(form.fields[1].is_required());
}

TEST(FormTest, WP_FORM_MERGE_2_OthersStayAsTheyAre) {
  const Form form = merged(R"([{"name":"last_name","required":true}])");
  EXPECT_EQ(form.fields[0].settings(), stored().fields[0].settings());
}

TEST(FormTest, WP_FORM_MERGE_3_4_NewFieldsAreAppendedInOrder) {
  const Form form =
      merged(R"([{"type":"text","name":"country","label":"Country","width":12},{"name":"city"}])");
  ASSERT_EQ(form.fields.size(), 4U);
  EXPECT_EQ(form.fields[2].name(), "country");
  EXPECT_EQ(form.fields[2].label(), "Country");
  EXPECT_EQ(form.fields[3].name(), "city");
  EXPECT_EQ(form.fields[3].type(), "text");
}

TEST(FormTest, WP_FORM_MERGE_6_TheStoredFormIsNotTouched) {
  const Form before = stored();
  Findings findings;
  const Json schema = json(R"([{"name":"first_name","defaultValue":"New"}])");
  (void)merge_schema(before, &schema, findings);
  EXPECT_EQ(before.fields[0].default_value()->scalar_text(), "Old");
}

TEST(FormTest, WP_FORM_MERGE_7_NamesAreExact) {
  EXPECT_EQ(merged(R"([{"name":"First_Name","defaultValue":"New"}])").fields.size(), 3U);
}

TEST(FormTest, WP_FORM_MERGE_8_TheLastOfTwoWins) {
  const Form form =
      merged(R"([{"name":"first_name","defaultValue":"A"},{"name":"first_name","defaultValue":"B"}])");
  EXPECT_EQ(form.fields[0].default_value()->scalar_text(), "B");
}

TEST(FormTest, WP_FORM_MERGE_9_AnItemWithoutANameIsIgnored) {
  Findings findings;
  EXPECT_EQ(merged(R"([{"defaultValue":"A"},7,{"name":""}])", findings).fields.size(), 2U);
  EXPECT_EQ(findings.all().size(), 3U);
  EXPECT_FALSE(findings.has_fault());
}

TEST(FormTest, WP_FORM_SET_11_SettingsWithoutMeaningSurviveTheMerge) {
  const Form form = merged(R"([{"name":"first_name","select_enable":false,"scriptforge_change":true}])");
  const Json& settings = form.fields[0].settings();
  EXPECT_EQ(*settings.find("collapse"), Json(true));
  EXPECT_EQ(*settings.find("scriptforge_change"), Json(true));
}

TEST(FormTest, AFieldsSettingsAreBounded) {
  Json::List items;
  for (std::size_t i = 0; i < 3 * FormLimits::settings; ++i) {
    Json item;
    items.push_back(item.set("name", "first_name").set("k" + std::to_string(i), 1));
  }
  items.push_back(json(R"({"name":"first_name","label":"Last"})"));
  Findings findings;
  const Json schema(items);
  const Form form = merge_schema(stored(), &schema, findings);
  EXPECT_EQ(form.fields[0].settings().if_object()->size(), FormLimits::settings);
  EXPECT_EQ(form.fields[0].label(), "Last") << "what is there can still be changed";
}

TEST(FormTest, AMergeIsBounded) {
  Json::List items;
  for (std::size_t i = 0; i < FormLimits::fields + 50; ++i) {
    Json item;
    item.set("name", "f" + std::to_string(i));
    items.push_back(item);
  }
  Findings findings;
  const Json schema(items);
  EXPECT_EQ(merge_schema(stored(), &schema, findings).fields.size(), FormLimits::fields);
  EXPECT_EQ(read_form(json(R"({"id":1})").set("schema", schema), findings).error().kind, "http.json_limit");
}

TEST(FormTest, AFormNeedsAnIdAndAListOfFields) {
  Findings findings;
  EXPECT_EQ(read_form(json("[]"), findings).error().kind, "http.shape");
  EXPECT_EQ(read_form(json(R"({"name":"x"})"), findings).error().kind, "http.shape");
  EXPECT_EQ(read_form(json(R"({"id":1,"schema":{}})"), findings).error().kind, "http.shape");
  EXPECT_TRUE(read_form(json(R"({"id":1,"name":"x"})"), findings).has_value());
}

TEST(FormTest, WP_ACT_FORM_1_AFormIsFoundByItsNameWithoutCase) {
  Findings findings;
  const auto names =
      read_form_names(json(R"([{"id":1,"name":"Feedback Form"},{"id":2},{"id":3,"name":"B"}])"), findings);
  ASSERT_TRUE(names.has_value());
  EXPECT_TRUE(has_only(findings, "WP-ACT-FORM-1"));
  ASSERT_NE(find_form(*names, " feedback FORM "), nullptr);
  EXPECT_EQ(find_form(*names, "b")->id, 3);
  EXPECT_EQ(find_form(*names, "Feedback"), nullptr);
}

}  // namespace
}  // namespace cxload::webphone
