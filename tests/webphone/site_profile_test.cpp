/// Site profiles: every operation of the default one, variables that stay values, results by pointer.
#include <string>

#include <cxload/webphone/site_profile.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::json;

FilledRequest filled(const Operation& operation, std::string_view variables) {
  auto request = fill(operation, json(variables));
  EXPECT_TRUE(request.has_value()) << operation.path;
  return request ? *request : FilledRequest{};
}

Operation made(std::string path, std::string_view body = "") {
  Operation operation;
  operation.method = "POST";
  operation.path = std::move(path);
  if (!body.empty()) operation.body = json(body);
  return operation;
}

TEST(SiteProfileTest, TheStandinMapsEveryOperation) {
  const SiteProfile profile = SiteProfile::standin();
  for (const std::string_view operation : op::all()) EXPECT_NE(profile.find(operation), nullptr) << operation;
  EXPECT_EQ(profile.operations().size(), op::all().size());
}

TEST(SiteProfileTest, WP_BTN_GET_1_WP_SF_POST_1_WP_SF_POST_2_TheDocumentedRequests) {
  const SiteProfile profile = SiteProfile::standin();
  const FilledRequest get = filled(*profile.find(op::button_get), R"({"id":45})");
  EXPECT_EQ(get.method + " " + get.target, "GET /api/softphone/button/45");
  const FilledRequest post =
      filled(*profile.find(op::button_run), R"({"id":45,"data":{"key":"1"},"selected":[],"page":"agent"})");
  EXPECT_EQ(post.method + " " + post.target, "POST /api/softphone/button/45");
  EXPECT_EQ(json(post.body), json(R"({"data":{"key":"1"},"selected":[],"page":"agent"})"));
  const FilledRequest form =
      filled(*profile.find(op::form_submit), R"({"id":203,"values":{"first_name":"Ada"}})");
  EXPECT_EQ(form.method + " " + form.target, "POST /api/softphone/form/203");
  EXPECT_EQ(form.body, R"({"first_name":"Ada"})");
  EXPECT_EQ(form.content_type, "application/json");
}

TEST(SiteProfileTest, AValueNeverBecomesSyntax) {
  EXPECT_EQ(filled(made("/x/{id}/y"), R"({"id":"a/b?c=1&d#\u00e9 %"})").target,
            "/x/a%2Fb%3Fc%3D1%26d%23%C3%A9%20%25/y");
  EXPECT_EQ(filled(made("/x", R"({"a":"{v}","b":"<{v}>"})"), R"({"v":"\",\"admin\":true"})").body,
            R"({"a":"\",\"admin\":true","b":"<\",\"admin\":true>"})");
  EXPECT_EQ(filled(made("/x", R"({"a":"{v}"})"), R"({"v":"{w}","w":"secret"})").body, R"({"a":"{w}"})")
      << "not twice";
}

TEST(SiteProfileTest, TypesOfBodiesAreKept) {
  EXPECT_EQ(filled(made("/x", R"({"amount":"{amount}","list":["{amount}",1],"text":"{amount} USD"})"),
                   R"({"amount":10})")
                .body,
            R"({"amount":10,"list":[10,1],"text":"10 USD"})");
}

TEST(SiteProfileTest, WhatIsNotThereIsLeftOut) {
  EXPECT_EQ(
      filled(made("/x?a={a}&b={b}&c=1", R"({"u":"{u}","otp":"{otp}"})"), R"({"b":"x y","u":"1001"})").target,
      "/x?b=x%20y&c=1");
  EXPECT_EQ(filled(made("/x", R"({"u":"{u}","otp":"{otp}"})"), R"({"u":"1001"})").body, R"({"u":"1001"})");
}

TEST(SiteProfileTest, APathNeedsItsVariables) {
  for (const char* variables : {"{}", R"({"id":""})", R"({"id":null})", R"({"id":[1]})", R"({"id":".."})"})
    EXPECT_EQ(fill(made("/x/{id}"), json(variables)).error().kind, "local.site_profile") << variables;
  EXPECT_EQ(filled(made("/x/{not a name}/{"), "{}").target, "/x/{not a name}/{");
}

TEST(SiteProfileTest, BodiesOfForms) {
  Operation operation = made("/login", R"({"user":"{u}","next":"/a b"})");
  operation.content_type = "application/x-www-form-urlencoded";
  EXPECT_EQ(filled(operation, R"({"u":"a&b=c"})").body, "user=a%26b%3Dc&next=%2Fa%20b");
}

TEST(SiteProfileTest, ResultsStandWhereThePointerSays) {
  const Json reply = json(R"({"jwt":"t","prov":{"brandName":"Acme"}})");
  const SiteProfile profile = SiteProfile::standin();
  const Operation& login = *profile.find(op::login);
  EXPECT_EQ(result(login, "jwt", reply)->scalar_text(), "t");
  EXPECT_EQ(result(login, "prov", reply)->find("brandName")->scalar_text(), "Acme");
  EXPECT_EQ(result(login, "expires_in", reply), nullptr);
  EXPECT_EQ(result(*profile.find(op::prov), "prov", reply), &reply) << "no pointer: the whole answer";
}

TEST(SiteProfileTest, AnOperationThatIsNotMappedIsASkip) {
  SiteProfile profile = SiteProfile::standin();
  profile.unmap(op::history);
  EXPECT_EQ(profile.find(op::history), nullptr);
  EXPECT_EQ(not_mapped(op::history), (Failure{"skip.not_mapped", "not mapped: history"}));
  profile.map(op::history, made("/elsewhere"));
  EXPECT_EQ(profile.find(op::history)->path, "/elsewhere");
}

}  // namespace
}  // namespace cxload::webphone
