/// The phonebook as the phone lists it.
#include <cxload/webphone/contacts.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::has_only;
using samples::json;

constexpr std::string_view book =
    R"([{"id":1,"name":"Ada","organization":"Engines","source":"server","numbers":[)"
    R"({"id":1,"name":"Desk","number":"100","extension":"7"},{"id":2,"name":"Mobile","number":"+31201234567"}]},)"
    R"({"id":2,"name":"Bob","numbers":[]}])";

std::vector<Contact> read(std::string_view text, Findings& findings) {
  auto contacts = read_contacts(json(text), findings);
  EXPECT_TRUE(contacts.has_value());
  return contacts ? *contacts : std::vector<Contact>{};
}

TEST(Contacts, WP_PB_1_AnEntryIsListed) {
  Findings findings;
  const auto contacts = read(book, findings);
  judge_contact_listed(contacts, "Ada", "100", findings);
  EXPECT_TRUE(findings.empty());
  judge_contact_listed(contacts, "Eve", "100", findings);
  EXPECT_TRUE(has_only(findings, "WP-PB-1"));
}

TEST(Contacts, WP_PB_2_AnEntryHasAName) {
  Findings findings;
  read(R"([{"id":1,"name":"","numbers":[]}])", findings);
  EXPECT_TRUE(has_only(findings, "WP-PB-2"));
}

TEST(Contacts, WP_PB_3_TheOtherFieldsAreOptional) {
  Findings findings;
  read(R"([{"id":1,"name":"Ada"}])", findings);
  EXPECT_TRUE(findings.empty());
}

TEST(Contacts, WP_PB_4_WP_PB_6_SeveralNumbersExtensionOptional) {
  Findings findings;
  const auto contacts = read(book, findings);
  ASSERT_EQ(contacts[0].numbers.size(), 2U);
  EXPECT_EQ(contacts[0].numbers[0].extension, "7");
  EXPECT_TRUE(contacts[0].numbers[1].extension.empty());
  EXPECT_TRUE(findings.empty());
}

TEST(Contacts, WP_PB_5_ANumberHasNameAndNumber) {
  for (const char* number : {R"({"name":"Desk"})", R"({"number":"1"})"}) {
    Findings findings;
    read(std::string(R"([{"id":1,"name":"Ada","numbers":[)") + number + "]}]", findings);
    EXPECT_TRUE(has_only(findings, "WP-PB-5"));
  }
}

TEST(Contacts, WP_PB_9_NothingOfAnotherCustomer) {
  Findings findings;
  const auto contacts = read(book, findings);
  judge_contact_absent(contacts, "Mallory", findings);
  EXPECT_TRUE(findings.empty());
  judge_contact_absent(contacts, "Bob", findings);
  EXPECT_TRUE(has_only(findings, "WP-PB-9"));
}

TEST(Contacts, WP_PB_10_NameAndNumber) {
  Findings findings;
  judge_contact_listed(read(book, findings), "Bob", "200", findings);
  EXPECT_TRUE(has_only(findings, "WP-PB-10"));
}

TEST(Contacts, HostileListsAreClassified) {
  Findings findings;
  EXPECT_EQ(read_contacts(json("{}"), findings).error().kind, "http.shape");
  EXPECT_EQ(read_contacts(Json(Json::List(20'001)), findings).error().kind, "http.json_limit");
  EXPECT_EQ(read("[1,[],null,{\"name\":{},\"numbers\":5}]", findings).size(), 1U);
}

}  // namespace
}  // namespace cxload::webphone
