// call — dials, judges the final response, talks, hangs up.
#include <algorithm>
#include <array>

#include <cxload/base/log.hpp>
#include <cxload/scenario/draw.hpp>
#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "during.hpp"
#include "expectation.hpp"
#include "expected_media.hpp"
#include "headers.hpp"
#include "target.hpp"

namespace cxload::scenario {
namespace {

// RFC 3261 17.1.2.2: a BYE is answered within 64*T1 or never.
constexpr Duration end_patience = std::chrono::seconds(32);

constexpr auto hangup_words = std::to_array<std::string_view>({"caller", "callee"});
constexpr auto expect_fields = std::to_array<Field>({
    {"status", Form::statuses, "Final statuses that are a success; left out: 200."},
    expected_codec_field,
    expected_mos_field,
});
const Shape call_expect_shape{"what a call expects", expect_fields};
constexpr auto fields = std::to_array<Field>({
    {"to", Form::text, "group NAME, user PATTERN, a number or sip:…; columns may stand in it.", true},
    {"talk", Form::duration_range, "From answer to BYE; left out: none."},
    {"hangup", Form::word, "Who ends the call after `talk`.", false, nullptr, hangup_words},
    {"during", Form::list_of_maps, "What the caller does in the call: digits, hold, transfer.", false,
     &during_shape},
    {"headers", Form::map_of_text, "Further headers of the INVITE."},
    {"expect", Form::map, "What is a success.", false, &call_expect_shape},
    optional_field,
});
const Shape shape{"a call", fields};

struct CallPlan {
  Target target;
  phone::DurationRange talk;
  bool callee_hangs_up = false;
  During during;
  Headers headers;
  Expectation expectation;
  ExpectedMedia media;
};

class CallStep final : public Step {
 public:
  explicit CallStep(CallPlan plan) : plan_(std::move(plan)) {}

  std::string_view name() const override { return "call"; }
  int calls() const override { return plan_.during.consult ? 2 : 1; }
  Duration planned_time() const override { return std::max(plan_.talk.high, plan_.during.length()); }
  std::string_view callee_group() const override { return plan_.target.group(); }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    // Drawn before anything is sent, so that the stream does not depend on what the deployment answers.
    const Duration talk = std::max(draw(plan_.talk, context.random()), plan_.during.length());
    const Outcome<ResolvedTarget> target = resolve(plan_.target, context);
    if (!target) co_return target.error();
    const Outcome<ResolvedTarget> third = resolve_third(context);
    if (!third) co_return third.error();
    phone::DialRequest request = make_dial(target->address, plan_.headers, context);
    request.follows_redirects = !plan_.expectation.names_redirect();
    const Outcome<std::shared_ptr<phone::Call>> dialled = co_await context.phone().dial(std::move(request));
    if (!dialled) co_return dialled.error();
    const std::shared_ptr<phone::Call>& call = *dialled;
    context.note_call_id(call->call_id());
    const phone::CallResult result = co_await call->wait_final();
    const std::optional<Failure> refused = judge(result);
    if (!call->is_answered()) {
      if (refused) co_return *refused;
      co_return Outcome<>();
    }
    if (refused) {
      // Answered, but not as expected: the callee must not be left on the line.
      const Outcome<> hung_up = co_await call->hang_up();
      CXLOAD_LOG(debug, "call", "ended an unexpected call: {}", hung_up ? "ok" : hung_up.error().kind);
      co_return *refused;
    }
    const TimePoint answered = Clock::now();
    if (!plan_.during.actions.empty()) {
      const PlayedCall stage{*call, answered, talk, target->lease != nullptr};
      const Played played = co_await play(plan_.during, third->address, stage, context);
      if (played.failure) co_return *played.failure;
      if (played.transferred) co_return Outcome<>();
    }
    co_return co_await talk_and_end(*call, answered, talk, target->lease.get(), context);
  }

 private:
  std::optional<Failure> judge(const phone::CallResult& result) const {
    if (result.failure) return result.failure;
    if (plan_.expectation.is_met_by(result.status)) return std::nullopt;
    return plan_.expectation.failure("INVITE", result.status, result.reason);
  }

  /// Whom the callee is sent to; an empty address when there is no transfer.
  Outcome<ResolvedTarget> resolve_third(JourneyContext& context) const {
    if (!plan_.during.transfer_to) return ResolvedTarget{};
    return resolve(*plan_.during.transfer_to, context);
  }

  net::Awaitable<Outcome<>> talk_and_end(phone::Call& call, TimePoint answered, Duration talk,
                                         CalleeLease* callee, JourneyContext& context) const {
    bool ended = co_await call.wait_ended(answered + talk);
    context.exclude_from_latency(std::min(talk, Clock::now() - answered));
    if (ended && !plan_.callee_hangs_up && !call.broken())
      co_return Failure{"call.ended_early", "the far side ended the call before the talk was over"};
    if (!ended && plan_.callee_hangs_up && callee != nullptr) {
      callee->phone().hang_up_all();
      ended = co_await call.wait_ended(Clock::now() + end_patience);
      if (!ended) CXLOAD_LOG(debug, "call", "the callee's BYE did not arrive: {}", call.call_id());
    }
    const bool bye_is_missing = !ended && plan_.callee_hangs_up && callee != nullptr;
    const Outcome<> hung_up = co_await call.hang_up();
    if (call.broken()) co_return *call.broken();
    const phone::MediaCounts heard = call.media();
    const std::optional<Failure> other = plan_.media.judge(heard);
    if (other) co_return *other;
    if (bye_is_missing) co_return Failure{"call.no_bye", "the callee hung up, but its BYE never arrived"};
    co_return hung_up;
  }

  CallPlan plan_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  CallPlan plan;
  MapReader reader(options, shape, context.diagnostics);
  const Node* to = reader.find("to");
  std::optional<Target> target = to == nullptr ? std::nullopt : parse_target(*to, context);
  plan.talk = reader.duration_range("talk").value_or(phone::DurationRange{});
  plan.callee_hangs_up = reader.word("hangup").value_or("caller") == "callee";
  plan.during = parse_during(reader.find("during"), plan.talk, context);
  plan.headers = parse_headers(reader.find("headers"), context);
  plan.expectation = parse_expectation(options, call_expect_shape, {200}, context);
  plan.media = parse_expected_media(options, context);
  if (!target) return nullptr;
  if (plan.callee_hangs_up && target->kind == Target::Kind::trunk)
    reader.fail("hangup", "which phone of a trunk takes a call is not known beforehand: the caller hangs up");
  plan.target = std::move(*target);
  return std::make_unique<CallStep>(std::move(plan));
}

}  // namespace

extern const StepDescriptor call_step;
const StepDescriptor call_step{"call", "Calls somebody, talks, and hangs up.", &shape, {}, false, parse};

}  // namespace cxload::scenario
