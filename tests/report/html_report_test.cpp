#include <regex>
#include <set>

#include <gtest/gtest.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/report/writer.hpp>
#include <cxload/result/verdict.hpp>

#include "page/assets.hpp"
#include "report/sample_runs.hpp"

namespace cxload::report {
namespace {

namespace assets = page::assets;

std::string page_of(const result::RunResult& run) { return find_writer("html")->write(run); }

/// Occurrences of `needle`, not overlapping.
std::size_t count_of(std::string_view text, std::string_view needle) {
  std::size_t n = 0;
  for (std::size_t at = text.find(needle); at != std::string_view::npos;
       at = text.find(needle, at + needle.size()))
    ++n;
  return n;
}

/// The page without Chart.js, in which a search for addresses means something.
std::string own_part(std::string html) {
  const std::size_t at = html.find(assets::chart_js());
  EXPECT_NE(at, std::string::npos);
  return html.erase(at, assets::chart_js().size());
}

TEST(HtmlReport, HostileTextStaysText) {
  const std::string calm = own_part(page_of(samples::failing_run()));
  const std::string hostile = own_part(page_of(samples::hostile_run()));
  for (const std::string_view tag : {"<script", "</script", "<img", "<!--", "<style", "<a href=\"javascript"})
    EXPECT_EQ(count_of(hostile, tag), count_of(calm, tag)) << tag;
  EXPECT_GT(count_of(hostile, "&lt;/script&gt;"), 30U);  // it is shown, not swallowed
  EXPECT_EQ(hostile.find('\x1b'), std::string::npos);
  EXPECT_EQ(hostile.find('\x01'), std::string::npos);
  EXPECT_EQ(hostile.find("\xe2\x80\xae"), std::string::npos);
}

TEST(HtmlReport, EveryHostileStringIsEscapedOnItsOwn) {
  std::size_t strings = 0;
  const result::RunResult failing = samples::failing_run();
  result::RunResult counted = failing;
  samples::for_each_string(counted, [&](std::string&) { ++strings; });
  const std::string calm = own_part(page_of(failing));
  for (std::size_t poisoned = 0; poisoned < strings; ++poisoned) {
    result::RunResult run = failing;
    std::size_t at = 0;
    samples::for_each_string(run, [&](std::string& text) {
      if (at++ == poisoned) text = samples::hostile_text();
    });
    EXPECT_EQ(count_of(own_part(page_of(run)), "<script"), count_of(calm, "<script")) << poisoned;
  }
}

TEST(HtmlReport, PolicyAllowsOnlyThePagesOwnScriptsAndStyle) {
  const std::string html = page_of(samples::passing_run());
  std::smatch policy;
  ASSERT_TRUE(std::regex_search(html, policy, std::regex("Content-Security-Policy\" content=\"([^\"]+)\"")));
  const std::string text = policy[1];
  EXPECT_TRUE(text.starts_with("default-src 'none'; script-src 'sha256-"));
  EXPECT_EQ(text.find("unsafe"), std::string::npos);
  EXPECT_EQ(text.find("http"), std::string::npos);
  for (const std::string_view content : {assets::chart_js(), assets::page_js(), assets::page_css()}) {
    const auto hash = text::to_base64(crypto::hash_bytes(crypto::Hash::sha256, content));
    EXPECT_NE(text.find("'sha256-" + hash + "'"), std::string::npos);
  }
}

TEST(HtmlReport, RefersToNothingOutside) {
  const std::string html = own_part(page_of(samples::failing_run()));
  const std::regex link("(?:src|href|action|srcset)=\"([^\"]*)\"");
  for (std::sregex_iterator it(html.begin(), html.end(), link), end; it != end; ++it) {
    const std::string target = (*it)[1];
    EXPECT_TRUE(target.starts_with("#") || target.starts_with("traces/") || target == "data:,") << target;
  }
  EXPECT_EQ(html.find("@import"), std::string::npos);
  EXPECT_EQ(html.find("url("), std::string::npos);
  EXPECT_EQ(html.find(" style="), std::string::npos);                          // the policy would drop it
  EXPECT_FALSE(std::regex_search(html, std::regex("<[a-z][^>]* on[a-z]+=")));  // nor event handlers
}

TEST(HtmlReport, EmbeddedScriptsCannotEndTheirElement) {
  for (const std::string_view script : {assets::chart_js(), assets::page_js()}) {
    EXPECT_EQ(script.find("</script"), std::string_view::npos);
    EXPECT_EQ(script.find("<!--"), std::string_view::npos);
  }
}

TEST(HtmlReport, TraceLinksLeadOnlyIntoTheRunsOwnTraces) {
  result::RunResult run = samples::failing_run();
  for (const std::string_view trace : {"javascript:alert(1)", "../secret.txt", "traces/../../x",
                                       "https://a.example/", "/etc/passwd", "traces/a b.txt"}) {
    run.failures[0].example.trace = trace;
    EXPECT_EQ(page_of(run).find("href=\"" + std::string(trace)), std::string::npos) << trace;
  }
}

TEST(HtmlReport, TheBannerNamesTheCauseBeforeItsConsequences) {
  result::RunResult run = samples::empty_run();
  run.ending.responses = 10;  // something answered, so it is a failed run and not an unreachable one
  run.verdict = result::decide(run);
  const std::string html = page_of(run);
  const std::size_t cause = html.find("<code>tcp.refused</code> × 600</a>: ");
  const std::size_t consequence = html.find("<li>7 gates failed because nothing was measured.</li>");
  EXPECT_NE(consequence, std::string::npos);
  EXPECT_LT(cause, consequence);
  EXPECT_EQ(html.find("the figures can be trusted"), std::string::npos);
}

TEST(HtmlReport, ALongRunStaysSmallAndItsIdsUnique) {
  const std::string html = own_part(page_of(samples::long_run()));
  EXPECT_LT(html.size(), 500'000U);
  const std::regex id(" id=\"([^\"]*)\"");
  std::set<std::string> seen;
  for (std::sregex_iterator it(html.begin(), html.end(), id), end; it != end; ++it)
    EXPECT_TRUE(seen.insert((*it)[1]).second) << (*it)[1];
}

TEST(HtmlReport, AStormStandsInThePlotOfRegisteredPhones) {
  const std::string page = page_of(samples::long_run());
  EXPECT_NE(page.find(R"("marks":[{"name":"30 % of agents cut","x":1800.25},)"), std::string::npos);
  EXPECT_NE(
      page.find("4,500 connections of agents cut at 30:00: 95 % back after 27.5 s, at most 1,830 REGISTERs "
                "in a second."),
      std::string::npos);
  EXPECT_NE(page.find("15,000 connections of agents cut at 1:10:00: only 9,000 came back"),
            std::string::npos);
}

TEST(HtmlReport, VerdictStandsInWordsForEveryStatus) {
  constexpr std::array<std::string_view, 6> words = {"PASS",        "FAIL",    "INVALID",
                                                     "UNREACHABLE", "ABORTED", "INCOMPLETE"};
  for (std::size_t i = 0; i < words.size(); ++i) {
    result::RunResult run = samples::passing_run();
    run.verdict.status = static_cast<result::VerdictStatus>(i);
    EXPECT_NE(page_of(run).find("<span class=\"word\">" + std::string(words[i])), std::string::npos);
  }
}

}  // namespace
}  // namespace cxload::report
