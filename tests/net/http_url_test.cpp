#include <gtest/gtest.h>

#include <cxload/net/http_message.hpp>

namespace cxload::net {
namespace {

std::string parsed(std::string_view text) {
  const auto url = parse_http_url(text);
  return url ? url->origin() + " " + url->target : "none";
}

TEST(HttpUrl, ReadsWhatABrowserWould) {
  EXPECT_EQ(parsed("https://Phone.Example.com"), "https://phone.example.com /");
  EXPECT_EQ(parsed("HTTPS://a:443/x?y=1#frag"), "https://a /x?y=1");
  EXPECT_EQ(parsed("http://a:8080?q"), "http://a:8080 /?q");
  EXPECT_EQ(parsed("https://[::1]:8443/a"), "https://[::1]:8443 /a");
}

TEST(HttpUrl, RefusesWhatIsNone) {
  for (const char* text :
       {"", "phone.example.com", "ftp://a/", "https://", "https://a:0/", "https://a:70000/", "https://a:x/",
        "https://user:secret@a/", "https://a/b c", "https://a/\r\nX: y", "https://a b/", "https://[::1/",
        "https://[1.2.3.4]/", "https://a/\xC3\xA4"})
    EXPECT_EQ(parsed(text), "none") << text;
  EXPECT_EQ(parsed("https://a/" + std::string(9000, 'x')), "none");
}

TEST(HttpUrl, ResolvesReferences) {
  const HttpUrl base = *parse_http_url("https://a.test/b/c/d;p?q");
  const auto resolved = [&](std::string_view reference) {
    const auto url = resolve_http_url(base, reference);
    return url ? url->origin() + url->target : "none";
  };
  // RFC 3986 5.4.1 and 5.4.2, with our host.
  EXPECT_EQ(resolved("g"), "https://a.test/b/c/g");
  EXPECT_EQ(resolved("./g"), "https://a.test/b/c/g");
  EXPECT_EQ(resolved("g/"), "https://a.test/b/c/g/");
  EXPECT_EQ(resolved("/g"), "https://a.test/g");
  EXPECT_EQ(resolved("//g"), "https://g/");
  EXPECT_EQ(resolved("?y"), "https://a.test/b/c/d;p?y");
  EXPECT_EQ(resolved("g?y"), "https://a.test/b/c/g?y");
  EXPECT_EQ(resolved("g#s"), "https://a.test/b/c/g");
  EXPECT_EQ(resolved(""), "https://a.test/b/c/d;p?q");
  EXPECT_EQ(resolved("."), "https://a.test/b/c/");
  EXPECT_EQ(resolved(".."), "https://a.test/b/");
  EXPECT_EQ(resolved("../g"), "https://a.test/b/g");
  EXPECT_EQ(resolved("../../g"), "https://a.test/g");
  EXPECT_EQ(resolved("../../../g"), "https://a.test/g");
  EXPECT_EQ(resolved("http://b.test/x"), "http://b.test/x");
  EXPECT_EQ(resolved("javascript:alert(1)"), "none");
  EXPECT_EQ(resolved("/a b"), "none");
}

TEST(HttpUrl, HidesQueries) {
  EXPECT_EQ(parse_http_url("https://a/x?token=secret")->shown_target(), "/x?…");
  EXPECT_EQ(parse_http_url("https://a/x")->shown_target(), "/x");
}

}  // namespace
}  // namespace cxload::net
