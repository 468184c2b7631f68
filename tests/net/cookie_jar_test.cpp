#include <gtest/gtest.h>

#include <cxload/net/cookie_jar.hpp>

namespace cxload::net {
namespace {

using namespace std::chrono_literals;

const WallTime now = WallTime(1'800'000'000s);

struct Jar {
  CookieJar jar;
  void take(std::string_view cookie, std::string_view url) { jar.take(cookie, *parse_http_url(url), now); }
  [[nodiscard]] std::string at(std::string_view url, WallTime when = now) const {
    return jar.header_for(*parse_http_url(url), when);
  }
};

TEST(CookieJar, KeepsACookieForItsHost) {
  Jar jar;
  jar.take("cxs=abc; HttpOnly; SameSite=None; Secure; Path=/", "https://phone.test/login");
  EXPECT_EQ(jar.at("https://phone.test/x"), "cxs=abc");
  EXPECT_EQ(jar.at("https://PHONE.test:8443/x"), "cxs=abc") << "ports do not matter (RFC 6265 8.5)";
  EXPECT_EQ(jar.at("http://phone.test/x"), "") << "Secure";
  EXPECT_EQ(jar.at("https://sub.phone.test/x"), "") << "no Domain: the host only";
  EXPECT_EQ(jar.at("https://other.test/"), "");
}

TEST(CookieJar, WidensToADomainOfItsOwn) {
  Jar jar;
  jar.take("a=1; Domain=.phone.test", "https://www.phone.test/");
  jar.take("b=2; Domain=other.test", "https://www.phone.test/");
  jar.take("c=3; Domain=test", "https://www.phone.test/");
  jar.take("d=4; Domain=hone.test", "https://www.phone.test/");
  EXPECT_EQ(jar.at("https://x.phone.test/"), "a=1");
  EXPECT_EQ(jar.at("https://phone.test/"), "a=1");
  EXPECT_EQ(jar.at("https://other.test/"), "");
  EXPECT_EQ(jar.jar.size(), 1U);
  jar.take("e=5; Domain=0.0.1", "https://127.0.0.1/");
  EXPECT_EQ(jar.jar.size(), 1U) << "addresses have no parents";
}

TEST(CookieJar, ChoosesByPath) {
  Jar jar;
  jar.take("root=1; Path=/", "https://a.test/x/y");
  jar.take("deep=2; Path=/x/y", "https://a.test/x/y");
  jar.take("usual=3", "https://a.test/x/y");
  EXPECT_EQ(jar.at("https://a.test/x/y/z"), "deep=2; usual=3; root=1") << "longest path first";
  EXPECT_EQ(jar.at("https://a.test/xy"), "root=1");
  EXPECT_EQ(jar.at("https://a.test/x"), "usual=3; root=1");
}

TEST(CookieJar, ReplacesExpiresAndRemoves) {
  Jar jar;
  jar.take("a=1; Max-Age=10", "https://a.test/");
  EXPECT_EQ(jar.at("https://a.test/", now + 9s), "a=1");
  EXPECT_EQ(jar.at("https://a.test/", now + 11s), "");
  jar.take("a=2; Expires=Thu, 01 Jan 2099 00:00:00 GMT", "https://a.test/");
  EXPECT_EQ(jar.at("https://a.test/"), "a=2");
  jar.take("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=100", "https://a.test/");
  EXPECT_EQ(jar.at("https://a.test/"), "a=") << "Max-Age wins";
  jar.take("a=gone; Max-Age=0", "https://a.test/");
  EXPECT_EQ(jar.jar.size(), 0U);
}

TEST(CookieJar, IgnoresWhatBreaksTheRules) {
  Jar jar;
  for (const char* bad :
       {"", "noequals", "=novalue", "a=b\x01", "s=1; Secure", "__Host-a=1; Path=/", "__Secure-a=1"})
    jar.take(bad, "http://a.test/");
  jar.take("__Host-b=1; Secure; Path=/x", "https://a.test/");
  jar.take("__Host-c=1; Secure; Path=/; Domain=a.test", "https://a.test/");
  jar.take("big=" + std::string(5000, 'x'), "http://a.test/");
  EXPECT_EQ(jar.jar.size(), 0U);
  jar.take("__Host-d=1; Secure; Path=/", "https://a.test/");
  EXPECT_EQ(jar.jar.size(), 1U);
}

TEST(CookieJar, IsBounded) {
  Jar jar;
  for (int i = 0; i < 500; ++i) jar.take("c" + std::to_string(i) + "=x", "https://a.test/");
  EXPECT_EQ(jar.jar.size(), 50U);
  EXPECT_NE(jar.at("https://a.test/").find("c499=x"), std::string::npos);
}

TEST(CookieDate, ReadsTheUsualForms) {
  const WallTime wanted = WallTime(784'111'777s);
  for (const char* text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    EXPECT_EQ(parse_cookie_date(text), wanted) << text;
  for (const char* text : {"", "tomorrow", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
                           "06 Nov 1594 08:49:37"})
    EXPECT_EQ(parse_cookie_date(text), std::nullopt) << text;
}

}  // namespace
}  // namespace cxload::net
