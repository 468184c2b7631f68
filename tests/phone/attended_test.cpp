// Calls that a flow answers, and calls that take the place of others (RFC 3891), on the embedded stand-in.
#include <string>
#include <vector>

#include "phone/site.hpp"

namespace cxload::phone {
namespace {

using std::chrono::seconds;

std::string text_of(const Outcome<>& outcome) { return outcome ? "ok" : outcome.error().kind; }

const std::string none;

using Phones = std::vector<Phone*>;

net::Awaitable<bool> register_all(Phones phones) {
  bool all = true;
  const RegisterOptions options;
  for (Phone* phone : phones) {
    const Outcome<FinalResponse> outcome = co_await phone->register_binding(options);
    all = all && outcome && outcome->status == 200;
  }
  co_return all;
}

Phones list_of(Phone* a, Phone* b, Phone* c = nullptr) {
  Phones phones{a, b};
  if (c != nullptr) phones.push_back(c);
  return phones;
}

net::Awaitable<std::shared_ptr<Call>> dial(Phone& phone, std::string target, std::string replaced) {
  DialRequest request;
  request.target = std::move(target);
  if (!replaced.empty()) request.headers.emplace_back("Replaces", std::move(replaced));
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  co_return dialled ? *dialled : nullptr;
}

/// One after the other: two calls dialled at a phone whose flow answers with `status`.
struct Attended {
  std::vector<std::string> seen;

  void add(std::string what) { seen.push_back(std::move(what)); }
  void add(const CallResult& result) {
    add(result.failure ? result.failure->kind : std::to_string(result.status));
  }
};

net::Awaitable<void> answer_by_hand(Phone& caller, Phone& callee, int status, Attended& out) {
  Phones phones = list_of(&caller, &callee);
  const bool ready = co_await register_all(std::move(phones));
  if (!ready) co_return;
  callee.attend(true);
  const std::shared_ptr<Call> call = co_await dial(caller, callee.account().user, none);
  const TimePoint patience = Clock::now() + seconds(20);
  const Outcome<std::shared_ptr<Call>> came = co_await callee.wait_incoming(patience);
  if (!call || !came) co_return;
  const bool rang = co_await call->wait_ringing();
  out.add(rang ? "rings" : "silent");
  // The line is taken while somebody rings.
  const std::shared_ptr<Call> second = co_await dial(caller, callee.account().user, none);
  if (!second) co_return;
  const CallResult busy = co_await second->wait_final();
  out.add(busy);
  out.add(text_of((*came)->answer(status)));
  const CallResult result = co_await call->wait_final();
  out.add(result);
  out.add(text_of((*came)->answer(status)));
  const Outcome<> hung_up = co_await (*came)->hang_up();
  out.add(text_of(hung_up));
  const bool ended = co_await call->wait_ended(patience);
  out.add(ended ? "over" : "goes on");
  callee.attend(false);
  co_await caller.close();
  co_await callee.close();
}

TEST(AttendedPhone, RingsUntilItsFlowAnswersAndHangsUp) {
  Site site;
  const auto caller = site.make_phone(site.make_group(net::Scheme::wss, "sipjs"), "1000");
  const auto callee = site.make_phone(site.make_group(net::Scheme::udp, "plain"), "1001");
  Attended out;
  site.run([&] { return answer_by_hand(*caller, *callee, 200, out); });
  EXPECT_EQ(out.seen, (std::vector<std::string>{"rings", "486", "ok", "200", "call.over", "ok", "over"}));
}

TEST(AttendedPhone, RefusesAsItsFlowSays) {
  Site site;
  const auto caller = site.make_phone(site.make_group(net::Scheme::tcp, "plain"), "1000");
  const auto callee = site.make_phone(site.make_group(net::Scheme::wss, "jssip"), "1001");
  Attended out;
  site.run([&] { return answer_by_hand(*caller, *callee, 603, out); });
  EXPECT_EQ(out.seen, (std::vector<std::string>{"rings", "486", "ok", "603", "call.over", "ok", "over"}));
}

net::Awaitable<void> give_up(Phone& caller, Phone& callee, Attended& out) {
  Phones phones = list_of(&caller, &callee);
  const bool ready = co_await register_all(std::move(phones));
  if (!ready) co_return;
  callee.attend(true);
  const TimePoint past = Clock::now();
  const Outcome<std::shared_ptr<Call>> nobody = co_await callee.wait_incoming(past);
  out.add(nobody ? "came" : nobody.error().kind);
  const std::shared_ptr<Call> call = co_await dial(caller, callee.account().user, none);
  const TimePoint patience = Clock::now() + seconds(20);
  const Outcome<std::shared_ptr<Call>> came = co_await callee.wait_incoming(patience);
  if (!call || !came) co_return;
  const Outcome<> cancelled = co_await call->hang_up();
  out.add(text_of(cancelled));
  const CallResult told = co_await (*came)->wait_final();
  out.add(told);
  out.add(text_of((*came)->answer(200)));
  out.add(text_of(call->answer(200)));
  co_await caller.close();
  co_await callee.close();
}

TEST(AttendedPhone, IsToldWhenTheCallerGivesUp) {
  Site site;
  const auto caller = site.make_phone(site.make_group(net::Scheme::wss, "sipjs"), "1000");
  const auto callee = site.make_phone(site.make_group(net::Scheme::wss, "sipjs"), "1001");
  Attended out;
  site.run([&] { return give_up(*caller, *callee, out); });
  EXPECT_EQ(out.seen,
            (std::vector<std::string>{"call.none_came", "ok", "487", "call.over", "call.not_incoming"}));
}

Group& answering(Site& site, std::string_view profile) {
  Group& group = site.make_group(net::Scheme::wss, profile);
  group.media = MediaKind::rtp;
  group.answer.emplace();
  group.answer->no_180 = true;
  return group;
}

/// 1000 calls 1001, asks 1002, and hands 1001 over to 1002.
net::Awaitable<void> transfer_attended(Phone& first, Phone& second, Phone& third, Attended& out) {
  Phones phones = list_of(&first, &second, &third);
  const bool ready = co_await register_all(std::move(phones));
  if (!ready) co_return;
  const std::shared_ptr<Call> call = co_await dial(first, second.account().user, none);
  if (!call) co_return;
  const CallResult answered = co_await call->wait_final();
  out.add(answered);
  const std::shared_ptr<Call> asked = co_await dial(first, third.account().user, none);
  if (!asked) co_return;
  const CallResult consulted = co_await asked->wait_final();
  out.add(consulted);
  const Outcome<MidCallResult> moved = co_await call->transfer(third.account().user, asked->replaces());
  out.add(moved ? std::to_string(moved->status) : moved.error().kind);
  const TimePoint patience = Clock::now() + seconds(20);
  const bool replaced = co_await asked->wait_ended(patience);
  out.add(replaced && !asked->broken() ? "replaced" : "still there");
  const Outcome<> hung_up = co_await call->hang_up();
  out.add(text_of(hung_up));
  out.add(std::to_string(second.active_calls()) + "+" + std::to_string(third.active_calls()));
  second.hang_up_all();
  co_await first.close();
  co_await second.close();
  co_await third.close();
}

TEST(AttendedTransfer, ConnectsTheOtherTwoAndEndsTheQuestion) {
  Site site;
  const auto first = site.make_phone(site.make_group(net::Scheme::wss, "sipjs"), "1000");
  const auto second = site.make_phone(answering(site, "plain"), "1001");
  const auto third = site.make_phone(answering(site, "jssip"), "1002");
  Attended out;
  site.run([&] { return transfer_attended(*first, *second, *third, out); });
  // Each of the two has the one between them; the ended one is let go of.
  EXPECT_EQ(out.seen, (std::vector<std::string>{"200", "200", "200", "replaced", "ok", "1+1"}));
  EXPECT_EQ(site.services.telemetry.calls, 0);
}

std::vector<std::string> wrong_values(const Call& call) {
  return {"nonsense", "no-such-call;to-tag=a;from-tag=b", call.replaces() + ";early-only"};
}

net::Awaitable<void> replace_wrongly(Phone& caller, Phone& callee, Attended& out) {
  Phones phones = list_of(&caller, &callee);
  const bool ready = co_await register_all(std::move(phones));
  if (!ready) co_return;
  const std::shared_ptr<Call> call = co_await dial(caller, callee.account().user, none);
  if (!call) co_return;
  const CallResult answered = co_await call->wait_final();
  out.add(answered);
  for (const std::string& value : wrong_values(*call)) {
    const std::shared_ptr<Call> other = co_await dial(caller, callee.account().user, value);
    if (!other) co_return;
    const CallResult refused = co_await other->wait_final();
    out.add(refused);
  }
  co_await caller.close();
  co_await callee.close();
}

TEST(AttendedTransfer, ACallThatReplacesNothingIsRefused) {
  Site site;
  const auto caller = site.make_phone(site.make_group(net::Scheme::wss, "sipjs"), "1000");
  const auto callee = site.make_phone(answering(site, "plain"), "1001");
  Attended out;
  site.run([&] { return replace_wrongly(*caller, *callee, out); });
  EXPECT_EQ(out.seen, (std::vector<std::string>{"200", "400", "481", "486"}));
}

}  // namespace
}  // namespace cxload::phone
