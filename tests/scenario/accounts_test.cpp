// CSV files of accounts.
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/scenario/accounts.hpp>
#include <cxload/scenario/diagnostics.hpp>

namespace cxload::scenario {
namespace {

using testing::HasSubstr;
using testing::Not;

class Accounts : public testing::Test {
 protected:
  void SetUp() override { file_ = std::filesystem::path(testing::TempDir()) / "cxload_accounts.csv"; }
  void TearDown() override { std::filesystem::remove(file_); }
  AccountPool read(std::string_view text) {
    std::ofstream(file_, std::ios::binary) << text;
    AccountPool pool;
    read_accounts(file_, "a.csv", pool, diagnostics_);
    return pool;
  }
  std::filesystem::path file_;
  Diagnostics diagnostics_;
};

TEST_F(Accounts, ReadColumnsQuotesAndLineEnds) {
  const AccountPool pool = read(
      "\xEF\xBB\xBFuser, password,display,auth_user,desk\r\n"
      "1000,\"a,\"\"b\"\"\",Ada Lovelace,ada,12\r\n\r\n"
      "1001,,\"Bob\",,\r\n");
  EXPECT_TRUE(diagnostics_.empty()) << diagnostics_.render();
  ASSERT_EQ(pool.size(), 2U);
  const phone::Account ada = pool.at(0);
  EXPECT_EQ(ada.password, "a,\"b\"");
  EXPECT_EQ(ada.auth_user, "ada");
  EXPECT_EQ(ada.columns.at("desk"), "12");
  EXPECT_FALSE(pool.at(1).password);
  EXPECT_TRUE(pool.has_user("1001"));
  EXPECT_FALSE(pool.has_user("1002"));
}

TEST_F(Accounts, TakeTheTemplateOfThePoolWhereTheyHaveNoPassword) {
  AccountPool pool = read("user,pin\n1000,77\n");
  pool.password = "{pin}-{user}";
  EXPECT_EQ(pool.at(0).password, "77-1000");
}

TEST_F(Accounts, TellEveryFaultWithItsLineAndNoPassword) {
  read("user,password\n1000,secret-a\n1000,secret-b\n1001\n,secret-c\n1002,\"secret\x01\"\na@b,secret-d\n");
  const std::string text = diagnostics_.render();
  EXPECT_THAT(text, HasSubstr("a.csv:3:1: user 1000 stands here a second time"));
  EXPECT_THAT(text, HasSubstr("a.csv:4:1: this row has 1 of the 2 columns"));
  EXPECT_THAT(text, HasSubstr("a.csv:5:1: an account without a user"));
  EXPECT_THAT(text, HasSubstr("a.csv:6:1: control character in column password"));
  EXPECT_THAT(text, HasSubstr("a.csv:7:1: \"a@b\" is not the user part"));
  EXPECT_THAT(text, Not(HasSubstr("secret")));
}

TEST_F(Accounts, CountLinesInsideQuotes) {
  read("user,password\n1000,\"a\"\n1001,\"b\n\n\"\n1002\n");
  EXPECT_THAT(diagnostics_.render(), HasSubstr("a.csv:6:1: this row has 1"));
}

TEST_F(Accounts, RefuseHeadersThatCannotBeRight) {
  for (const auto* text : {"", "password,x\n", "user,user\n1,2\n", "user,\n1,2\n", "user,password\n"}) {
    diagnostics_ = {};
    read(text);
    EXPECT_FALSE(diagnostics_.empty()) << text;
  }
}

TEST_F(Accounts, EndWithAnOpenQuote) {
  read("user,password\n1000,\"never closed\n1001,x\n");
  EXPECT_THAT(diagnostics_.render(), HasSubstr("a.csv:2:1: control character"));
}

}  // namespace
}  // namespace cxload::scenario
