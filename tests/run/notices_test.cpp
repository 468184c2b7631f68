// Notices: each at both sides of what sets it off.
#include "notices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cxload::run {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

phone::Sightings ended(int good, int bad, int status) {
  phone::Sightings sightings;
  for (int i = 0; i < good; ++i) sightings.requests.note(200);
  for (int i = 0; i < bad; ++i) sightings.requests.note(status);
  return sightings;
}

std::string told(const NoticeInputs& inputs) {
  std::string all;
  for (const result::Notice& notice : make_notices(inputs)) all += notice.id + ": " + notice.text + "\n";
  return all;
}

TEST(Notices, ABanIsARunOfRefusalsAfterGoodAnswers) {
  EXPECT_THAT(told({.shards = {ended(20, 30, 403)}}), HasSubstr("403 from request 21 on"));
  EXPECT_THAT(told({.shards = {ended(20, 10, 0)}}), HasSubstr("No answer from request 21 on"));
  EXPECT_THAT(told({.shards = {ended(20, 9, 403)}}), IsEmpty());
  EXPECT_THAT(told({.shards = {ended(0, 30, 403)}}), IsEmpty()) << "it never let us in";
  EXPECT_THAT(told({.shards = {ended(20, 30, 486)}}), IsEmpty());
}

TEST(Notices, ABanHoldsOnEveryShard) {
  EXPECT_THAT(told({.shards = {ended(20, 30, 403), ended(5, 10, 403), {}}}),
              HasSubstr("403 from request 26 on, 40 times"));
  EXPECT_THAT(told({.shards = {ended(20, 30, 403), ended(5, 0, 403)}}), IsEmpty());
}

TEST(Notices, AnAnswerInBetweenEndsTheRun) {
  phone::Sightings sightings = ended(20, 30, 403);
  sightings.requests.note(200);
  EXPECT_THAT(told({.shards = {sightings}}), IsEmpty());
}

TEST(Notices, TheClockIsReadFromDate) {
  const WallTime now = std::chrono::sys_days(std::chrono::year(2010) / 11 / 13) + std::chrono::hours(23);
  phone::Sightings sightings;
  sightings.note_date("Sat, 13 Nov 2010 23:29:00 GMT", now);
  EXPECT_THAT(told({.shards = {sightings}}), HasSubstr("1740 s ahead of ours"));
  sightings.note_date("Sat, 13 Nov 2010 22:59:59 GMT", now);  // the nearest counts: others were late
  EXPECT_THAT(told({.shards = {sightings}}), IsEmpty());
  for (const auto* nonsense : {"", "now", "Sat, 13 Nov 2010 23:29:00 CET", "Sat, 99 Nov 2010 23:29:00 GMT",
                               "Sat, 13 ovD 2010 23:29:00 GMT", "Sat, 13 Nov 2010 2x:29:00 GMT"}) {
    phone::Sightings odd;
    odd.note_date(nonsense, now);
    EXPECT_FALSE(odd.clock_offset) << nonsense;
  }
}

TEST(Notices, CertificatesCloseToTheirEnd) {
  const WallTime now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);
  const auto in_days = [&](int days) {
    return std::chrono::system_clock::to_time_t(now + std::chrono::hours(24 * days));
  };
  EXPECT_THAT(told({.certificates = {{"sip.example.com", in_days(3)}}, .now = now}),
              HasSubstr("sip.example.com expires on 2026-11-26, in 3 days"));
  EXPECT_THAT(told({.certificates = {{"sip.example.com", in_days(22)}}, .now = now}), IsEmpty());
  EXPECT_THAT(told({.certificates = {{"sip.example.com", in_days(-2)}}, .now = now}),
              HasSubstr("expired on 2026-11-21"));
}

TEST(Notices, IceServersThatFailedAreAddedUp) {
  phone::Sightings well, ill;
  well.ice.asked = 7;
  ill.ice = {3, 2, Failure{"turn.timeout", "TURN server t.example port 3478: it is silent"}};
  EXPECT_THAT(told({.shards = {well}}), IsEmpty());
  EXPECT_THAT(told({.shards = {well, ill}}),
              HasSubstr("Of 10 times that phones asked a STUN or TURN server, 2 failed (turn.timeout: TURN"));
}

TEST(Notices, OtherAddressesAndLimits) {
  EXPECT_THAT(told({.foreign_answers = 3, .foreign_address = "192.0.2.9:5060"}),
              HasSubstr("3 datagrams came from 192.0.2.9"));
  NoticeInputs inputs;
  inputs.needs.emplace();
  inputs.needs->descriptors = 2000;
  inputs.needs->ports = 100;
  inputs.machine.descriptors = 1024;
  inputs.machine.ports = 28'000;
  EXPECT_THAT(told(inputs), HasSubstr("needs about 2000 descriptors, and this machine has 1024"));
  inputs.machine.descriptors = 2000;
  EXPECT_THAT(told(inputs), IsEmpty());
}

}  // namespace
}  // namespace cxload::run
