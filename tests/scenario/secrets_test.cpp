// What must not be seen in reports and messages.
#include <gtest/gtest.h>

#include <cxload/scenario/secrets.hpp>

namespace cxload::scenario {
namespace {

TEST(MaskPasswords, HidesEveryFormOfValue) {
  EXPECT_EQ(mask_passwords("password: hunter2"), "password: ***");
  EXPECT_EQ(mask_passwords("a: {password: hunter2, users: 1..2}"), "a: {password: ***, users: 1..2}");
  EXPECT_EQ(mask_passwords("a: {\"password\":\"hun}ter, 2\", b: 1}"), "a: {\"password\":***, b: 1}");
  EXPECT_EQ(mask_passwords("password: 'it''s me' # why"), "password: *** # why");
  EXPECT_EQ(mask_passwords("password: \"a\\\"b\"\nnext: 1"), "password: ***\nnext: 1");
  EXPECT_EQ(mask_passwords("  password: &anchor !!str hunter2\n  next: 1"),
            "  password: &anchor !!str ***\n  next: 1");
  EXPECT_EQ(mask_passwords("password: a, b} c\nnext: 1"), "password: ***\nnext: 1");
  EXPECT_EQ(mask_passwords("cxload x.yaml --set accounts.a.password=hunter2"),
            "cxload x.yaml --set accounts.a.password=***");
}

TEST(MaskPasswords, HidesBlocks) {
  EXPECT_EQ(mask_passwords("a:\n  password: |\n    hunter2\n    more\n  next: 1\n"),
            "a:\n  password: ***\n  next: 1\n");
  EXPECT_EQ(mask_passwords("a:\n  password:\n    hunter2\n  next: 1\n"), "a:\n  password:***\n  next: 1\n");
  EXPECT_EQ(mask_passwords("- password: hunter2\n- x: 1\n"), "- password: ***\n- x: 1\n");
}

TEST(MaskPasswords, HidesBlocksWithBlankLines) {
  EXPECT_EQ(mask_passwords("a:\n  password: >\n    hun\n\n    ter2\n  next: 1\n"),
            "a:\n  password: ***\n  next: 1\n");
}

TEST(MaskPasswords, ACommentHidesNoMoreThanItsLine) {
  EXPECT_EQ(mask_passwords("#  SIP_PASSWORD=a b cxload x.yaml\nname: x\n"), "#  SIP_PASSWORD=***\nname: x\n");
  EXPECT_EQ(mask_passwords("accounts.a.password=one\ntwo"), "accounts.a.password=***")
      << "the value of a --set";
}

TEST(MaskPasswords, LeavesTheRestAlone) {
  for (const auto* text : {"password: none", "a: {password: none, b: 1}", "the password is long", ""})
    EXPECT_EQ(mask_passwords(text), text);
}

TEST(MaskPasswords, HidesWhatStandsBehindAMisspelledKey) {
  EXPECT_EQ(mask_passwords("a: {pasword: \"hunter2\", users: 1..2}"), "a: {pasword: ***, users: 1..2}");
  for (const std::string key : {"Password", "passwort", "passwords", "pass", "pwd", "token", "secret"})
    EXPECT_EQ(mask_passwords(key + ": hunter2\nnext: 1"), key + ": ***\nnext: 1");
  EXPECT_EQ(mask_passwords("accounts.a.pasword=hunter2"), "accounts.a.pasword=***");
}

TEST(MaskPasswords, HidesUserInformationAndQueriesOfUrls) {
  EXPECT_EQ(mask_passwords("signalling: \"wss://u:hunter2@h:1/x\"\nb: 1"),
            "signalling: \"wss://***@h:1/x\"\nb: 1");
  EXPECT_EQ(mask_passwords("a: wss://h/x?token=hunter2&b=c\nb: 1"), "a: wss://h/x?***\nb: 1");
  EXPECT_EQ(mask_urls("cxload a.yaml --set deployment.signalling=ws://u:p@h/?t=1 --seed 2"),
            "cxload a.yaml --set deployment.signalling=ws://***@h/?*** --seed 2");
  EXPECT_EQ(mask_urls("wss://h/x://"), "wss://h/x://");
}

TEST(MaskPasswords, KeepsTheLengthWhereAsked) {
  const std::string text = "a: {password: hunter2, b: 1}\npassword: |\n  x\n  y\nz: 1";
  const std::string masked = mask_passwords(text, MaskStyle::same_length);
  EXPECT_EQ(masked.size(), text.size());
  EXPECT_EQ(std::count(masked.begin(), masked.end(), '\n'), std::count(text.begin(), text.end(), '\n'));
  EXPECT_EQ(masked.find("hunter"), std::string::npos);
}

TEST(MaskPasswords, SurvivesTextThatEndsAnywhere) {
  const std::string text =
      "a: {\"password\" : &x !t \"hun\\\"ter\", password: 'o''k', password: |\n  z\n q: 1}";
  for (std::size_t length = 0; length <= text.size(); ++length)
    EXPECT_EQ(mask_passwords(text.substr(0, length), MaskStyle::same_length).size(), length);
}

TEST(Secrets, HideLongestFirst) {
  Secrets secrets;
  secrets.add("secret");
  secrets.add("secret-longer");
  EXPECT_EQ(secrets.mask("secret-longer secret xsecretx"), "*** *** x***x");
}

TEST(Secrets, HideShortOnesOnlyAlone) {
  Secrets secrets;
  secrets.add("5");
  secrets.add("");
  EXPECT_EQ(secrets.mask("rate 5/s at 15:35, 5"), "rate ***/s at 15:35, ***");
}

}  // namespace
}  // namespace cxload::scenario
