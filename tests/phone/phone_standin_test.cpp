// Whole phones against the embedded stand-in: every transport and profile, and what goes wrong.
#include <algorithm>

#include <cxload/stats/standard_metrics.hpp>

#include "phone/site.hpp"

namespace cxload::phone {
namespace {

namespace metric = stats::metric;

/// A flow keeps its result here; assertions need a plain function.
struct Seen {
  std::optional<Outcome<FinalResponse>> registered, unregistered, other;
  std::optional<CallResult> call;
  std::optional<Outcome<>> hung_up;
  bool ended = false;
};

net::Awaitable<void> register_and_leave(Phone& phone, Seen& seen) {
  const RegisterOptions options;
  seen.registered = co_await phone.register_binding(options);
  seen.unregistered = co_await phone.unregister();
  co_await phone.close();
}

struct Way {
  net::Scheme scheme;
  std::string_view profile;
};

class EachWay : public testing::TestWithParam<Way> {};

TEST_P(EachWay, RegistersAndUnregisters) {
  Site site;
  const Group& group = site.make_group(GetParam().scheme, GetParam().profile);
  const auto phone = site.make_phone(group, "1000");
  Seen seen;
  site.run([&] { return register_and_leave(*phone, seen); });
  EXPECT_EQ(answer_of(seen.registered), "200");
  EXPECT_EQ(answer_of(seen.unregistered), "200");
  EXPECT_FALSE(phone->is_registered());
  EXPECT_EQ(site.services.telemetry.registered, 0);
  const stats::Snapshot snapshot = site.recorder.snapshot();
  EXPECT_EQ(cell_of(snapshot, metric::sip_rrd).histogram.count(), 1U) << "the removal is measured apart";
  EXPECT_EQ(cell_of(snapshot, metric::sip_rrd, {{"kind", "remove"}}).histogram.count(), 1U);
  EXPECT_EQ(cell_of(snapshot, metric::sip_ira).numerator, 0U);
}

net::Awaitable<void> call_once(Phone& phone, std::string target, Seen& seen) {
  const RegisterOptions options;
  seen.registered = co_await phone.register_binding(options);
  DialRequest request;
  request.target = std::move(target);
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  if (!dialled) co_return;
  seen.call = co_await (*dialled)->wait_final();
  seen.hung_up = co_await (*dialled)->hang_up();
  co_await phone.close();
}

TEST_P(EachWay, CallsTheEchoNumberAndHangsUp) {
  Site site;
  const Group& group = site.make_group(GetParam().scheme, GetParam().profile);
  const auto phone = site.make_phone(group, "1001");
  Seen seen;
  site.run([&] { return call_once(*phone, "160", seen); });
  ASSERT_TRUE(seen.call);
  EXPECT_EQ(seen.call->status, 200);
  EXPECT_TRUE(seen.hung_up && *seen.hung_up);
  const stats::Snapshot snapshot = site.recorder.snapshot();
  EXPECT_EQ(cell_of(snapshot, metric::sip_ser).numerator, 1U);
  EXPECT_EQ(cell_of(snapshot, metric::sip_scr).numerator, 1U);
  EXPECT_EQ(cell_of(snapshot, metric::sip_sdd).histogram.count(), 1U);
  EXPECT_EQ(site.services.telemetry.calls, 0);
}

INSTANTIATE_TEST_SUITE_P(Ways, EachWay,
                         testing::Values(Way{net::Scheme::udp, "plain"}, Way{net::Scheme::tcp, "plain"},
                                         Way{net::Scheme::tls, "plain"}, Way{net::Scheme::ws, "sipjs"},
                                         Way{net::Scheme::wss, "sipjs"}, Way{net::Scheme::wss, "jssip"},
                                         Way{net::Scheme::udp, "jssip"}),
                         [](const auto& way) {
                           return std::string(net::to_string(way.param.scheme)) + "_" +
                                  std::string(way.param.profile);
                         });

net::Awaitable<void> register_only(Phone& phone, Seen& seen) {
  const RegisterOptions options;
  seen.registered = co_await phone.register_binding(options);
  co_await phone.close();
}

TEST(PhoneStandin, AWrongPasswordIsARefusalAndCountsAsOne) {
  Site site;
  const Group& group = site.make_group(net::Scheme::wss, "sipjs");
  const auto phone = site.make_phone(group, "1000", "wrong");
  Seen seen;
  site.run([&] { return register_only(*phone, seen); });
  EXPECT_EQ(answer_of(seen.registered), "403");
  EXPECT_EQ(site.services.telemetry.auth_failures, 1U);
  EXPECT_EQ(cell_of(site.recorder.snapshot(), metric::sip_ira).numerator, 1U);
}

struct Refusal {
  const char* number;
  int status;
  bool effective;  ///< counts in SEER
};

class EachRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(EachRefusal, IsToldApart) {
  Site site;
  const Group& group = site.make_group(net::Scheme::udp, "plain");
  const auto phone = site.make_phone(group, "1002");
  Seen seen;
  site.run([&] { return call_once(*phone, GetParam().number, seen); });
  ASSERT_TRUE(seen.call);
  EXPECT_EQ(seen.call->status, GetParam().status);
  const stats::Snapshot snapshot = site.recorder.snapshot();
  EXPECT_EQ(cell_of(snapshot, metric::sip_ser).numerator, 0U);
  EXPECT_EQ(cell_of(snapshot, metric::sip_seer).numerator, GetParam().effective ? 1U : 0U);
}

INSTANTIATE_TEST_SUITE_P(Numbers, EachRefusal,
                         testing::Values(Refusal{"163", 486, true}, Refusal{"165", 603, true},
                                         Refusal{"999", 404, false}, Refusal{"1009", 480, true}),
                         [](const auto& way) { return std::string("n") + way.param.number; });

net::Awaitable<void> ring_and_cancel(Phone& phone, net::Shard& shard, Seen& seen) {
  const RegisterOptions options;
  seen.registered = co_await phone.register_binding(options);
  DialRequest request;
  request.target = "164";
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  if (!dialled) co_return;
  seen.ended = co_await (*dialled)->wait_ended(Clock::now() + std::chrono::milliseconds(100));
  seen.hung_up = co_await (*dialled)->hang_up();
  seen.call = co_await (*dialled)->wait_final();
  co_await phone.close();
  (void)shard;
}

TEST(PhoneStandin, ACallNobodyAnswersIsCancelled) {
  Site site;
  const Group& group = site.make_group(net::Scheme::wss, "jssip");
  const auto phone = site.make_phone(group, "1003");
  Seen seen;
  site.run([&] { return ring_and_cancel(*phone, site.shard, seen); });
  EXPECT_FALSE(seen.ended);
  ASSERT_TRUE(seen.call);
  EXPECT_EQ(seen.call->status, 487);
}

net::Awaitable<void> call_a_phone(Phone& caller, Phone& callee, Seen& seen) {
  const RegisterOptions options;
  seen.other = co_await callee.register_binding(options);
  seen.registered = co_await caller.register_binding(options);
  DialRequest request;
  request.target = callee.account().user;
  const Outcome<std::shared_ptr<Call>> dialled = co_await caller.dial(std::move(request));
  if (!dialled) co_return;
  seen.call = co_await (*dialled)->wait_final();
  callee.hang_up_all();
  seen.ended = co_await (*dialled)->wait_ended(Clock::now() + std::chrono::seconds(20));
  co_await caller.close();
  co_await callee.close();
}

TEST(PhoneStandin, APhoneCallsAPhoneOverAnotherTransportAndTheCalleeHangsUp) {
  Site site;
  const Group& callers = site.make_group(net::Scheme::wss, "sipjs");
  Group& callees = site.make_group(net::Scheme::udp, "plain");
  callees.answer.emplace();
  callees.answer->ring = {std::chrono::milliseconds(1), std::chrono::milliseconds(1)};
  callees.answer->after = {std::chrono::milliseconds(5), std::chrono::milliseconds(5)};
  const auto caller = site.make_phone(callers, "1004");
  const auto callee = site.make_phone(callees, "1005");
  Seen seen;
  site.run([&] { return call_a_phone(*caller, *callee, seen); });
  ASSERT_TRUE(seen.call);
  EXPECT_EQ(seen.call->status, 200);
  EXPECT_TRUE(seen.ended);
  const stats::Snapshot snapshot = site.recorder.snapshot();
  EXPECT_EQ(cell_of(snapshot, metric::sip_scr).numerator, 1U);
  EXPECT_EQ(cell_of(snapshot, metric::sip_srd).histogram.count(), 1U);
  EXPECT_EQ(cell_of(snapshot, metric::sip_sdd, {{"side", "callee"}}).histogram.count(), 1U)
      << "the callee sent the BYE";
}

/// Seeded defects: each turns exactly what it breaks into a classified failure.
struct Broken {
  const char* defect;
  const char* kind;
};

class EachDefect : public testing::TestWithParam<Broken> {};

TEST_P(EachDefect, FailsTheRegistrationWithItsClass) {
  Site site({GetParam().defect});
  const Group& group = site.make_group(net::Scheme::wss, "sipjs");
  const auto phone = site.make_phone(group, "1000");
  Seen seen;
  site.run([&] { return register_and_leave(*phone, seen); });
  EXPECT_EQ(answer_of(seen.registered), GetParam().kind);
}

INSTANTIATE_TEST_SUITE_P(Defects, EachDefect,
                         testing::Values(Broken{"reg.no_contact", "sip.no_contact"},
                                         Broken{"reg.no_expires_param", "sip.no_expires"},
                                         Broken{"sip.change_callid", "sip.wrong_call_id"},
                                         Broken{"ws.no_subprotocol_echo", "ws.subprotocol"},
                                         Broken{"ws.bad_accept", "ws.accept"}),
                         [](const auto& way) {
                           std::string name = way.param.defect;
                           std::replace(name.begin(), name.end(), '.', '_');
                           return name;
                         });

TEST(PhoneStandin, ABindingThatStaysAfterItsRemovalIsNoticed) {
  Site site({"reg.expires0_ignored"});
  const Group& group = site.make_group(net::Scheme::wss, "sipjs");
  const auto phone = site.make_phone(group, "1000");
  Seen seen;
  site.run([&] { return register_and_leave(*phone, seen); });
  EXPECT_EQ(answer_of(seen.registered), "200");
  EXPECT_EQ(answer_of(seen.unregistered), "sip.still_registered");
}

TEST(PhoneStandin, ARefusedConnectionIsTheDeploymentsFailure) {
  Site site;
  Group& group = site.make_group(net::Scheme::tcp, "plain");
  group.door.port = 1;  // nobody listens there
  const auto phone = site.make_phone(group, "1000");
  Seen seen;
  site.run([&] { return register_and_leave(*phone, seen); });
  EXPECT_EQ(answer_of(seen.registered), "tcp.refused");
  EXPECT_EQ(cell_of(site.recorder.snapshot(), metric::sip_ira).numerator, 1U);
}

}  // namespace
}  // namespace cxload::phone
