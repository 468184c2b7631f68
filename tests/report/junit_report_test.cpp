#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/report/writer.hpp>

#include "report/sample_runs.hpp"

namespace cxload::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string junit_of(const result::RunResult& run) { return find_writer("junit")->write(run); }

TEST(JunitReport, APassingRunHasNeitherFailuresNorErrors) {
  const std::string xml = junit_of(samples::passing_run());
  EXPECT_THAT(xml, Not(HasSubstr("<failure")));
  EXPECT_THAT(xml, Not(HasSubstr("<error")));
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"thresholds\" tests=\"8\" failures=\"0\" errors=\"0\""));
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"journeys\" tests=\"2\" failures=\"0\" errors=\"0\""));
}

TEST(JunitReport, AFailedGateIsAFailureAndTellsWhy) {
  const std::string xml = junit_of(samples::failing_run());
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"thresholds\" tests=\"8\" failures=\"4\" errors=\"0\""));
  EXPECT_THAT(
      xml,
      HasSubstr("<failure type=\"threshold\" message=\"observed 858 ms, limit &lt; 400 ms, 826 samples\">"));
  EXPECT_THAT(xml,
              HasSubstr("<testcase classname=\"cxload.journeys\" name=\"call\" time=\"0\">\n      <failure"));
}

TEST(JunitReport, AJourneyFailsOnlyWithAGateOfItsOwn) {
  // Three logins failed, but no gate on them did: the exit code would be 0, and so the case passes.
  const std::string xml = junit_of(samples::failing_run());
  EXPECT_THAT(xml, HasSubstr("name=\"login\" time=\"0\">\n      <system-out>planned 900"));
}

TEST(JunitReport, ARunThatSaysNothingIsAnError) {
  for (const auto& run : {samples::invalid_run(), samples::empty_run(), samples::incomplete_run()}) {
    const std::string xml = junit_of(run);
    EXPECT_THAT(xml, HasSubstr("errors=\"1\""));
    EXPECT_THAT(xml, HasSubstr("name=\"the run is complete and valid\" time=\"0\">\n      <error type=\""));
  }
}

}  // namespace
}  // namespace cxload::report
