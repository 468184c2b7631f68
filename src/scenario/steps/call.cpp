// call — dials, judges the final response, talks, hangs up.
#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include <cxload/base/log.hpp>
#include <cxload/base/text.hpp>
#include <cxload/scenario/draw.hpp>
#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "during.hpp"
#include "expectation.hpp"
#include "parse.hpp"
#include "target.hpp"

namespace cxload::scenario {
namespace {

// RFC 3261 17.1.2.2: a BYE is answered within 64*T1 or never.
constexpr Duration end_patience = std::chrono::seconds(32);
constexpr std::size_t most_headers = 32;

constexpr auto hangup_words = std::to_array<std::string_view>({"caller", "callee"});
constexpr auto expect_fields = std::to_array<Field>({
    {"status", Form::statuses, "Final statuses that are a success; left out: 200."},
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
  std::vector<std::pair<std::string, std::string>> headers;
  Expectation expectation;
};

class CallStep final : public Step {
 public:
  explicit CallStep(CallPlan plan) : plan_(std::move(plan)) {}

  std::string_view name() const override { return "call"; }
  Duration planned_time() const override { return std::max(plan_.talk.high, plan_.during.length()); }
  std::string_view callee_group() const override { return plan_.target.group(); }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    // Drawn before anything is sent, so that the stream does not depend on what the deployment answers.
    const Duration talk = std::max(draw(plan_.talk, context.random()), plan_.during.length());
    const Outcome<ResolvedTarget> target = resolve(plan_.target, context);
    if (!target) co_return target.error();
    const Outcome<ResolvedTarget> third = resolve_third(context);
    if (!third) co_return third.error();
    phone::DialRequest request = make_request(*target, context);
    const Outcome<std::shared_ptr<phone::Call>> dialled = co_await context.phone().dial(std::move(request));
    if (!dialled) co_return dialled.error();
    const std::shared_ptr<phone::Call> call = *dialled;
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
  phone::DialRequest make_request(const ResolvedTarget& target, JourneyContext& context) const {
    phone::DialRequest request;
    request.target = target.address;
    for (const auto& [name, value] : plan_.headers) request.headers.emplace_back(name, context.expand(value));
    return request;
  }

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
    if (bye_is_missing) co_return Failure{"call.no_bye", "the callee hung up, but its BYE never arrived"};
    co_return hung_up;
  }

  CallPlan plan_;
};

bool is_token(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("-.!%*_+`'~").find(c) != std::string_view::npos;
  });
}

/// Headers that the phone itself writes; a second one would only break the request.
bool is_reserved(std::string_view name) {
  static constexpr auto reserved = std::to_array<std::string_view>(
      {"Via", "v", "From", "f", "To", "t", "Call-ID", "i", "CSeq", "Contact", "m", "Content-Length", "l",
       "Content-Type", "c", "Max-Forwards", "Authorization", "Proxy-Authorization"});
  return std::any_of(reserved.begin(), reserved.end(),
                     [&](std::string_view r) { return text::iequals(r, name); });
}

void parse_headers(const Node* node, const StepContext& context, CallPlan& plan) {
  if (node == nullptr) return;
  if (!node->is_map()) return context.diagnostics.add(node->place, "`headers` is a map of names and values");
  if (node->members.size() > most_headers)
    return context.diagnostics.add(node->place, fmt::format("at most {} headers", most_headers));
  const AccountPool* pool =
      context.group == nullptr ? nullptr : context.scenario.find_pool(context.group->accounts);
  for (const Member& member : node->members) {
    if (!is_token(member.key))
      context.diagnostics.add(member.place, fmt::format("\"{}\" is not a header name", member.key));
    if (is_reserved(member.key))
      context.diagnostics.add(member.place,
                              fmt::format("header {} is written by the phone itself", member.key));
    const std::string& value = member.value.text;
    if (!member.value.is_scalar() || value.find_first_of("\r\n") != std::string::npos)
      context.diagnostics.add(member.place, fmt::format("header {} needs one line of text", member.key));
    check_placeholders(member.value, pool, {"unique"}, context.diagnostics, &context.scenario.lists);
    plan.headers.emplace_back(member.key, value);
  }
}

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  CallPlan plan;
  MapReader reader(options, shape, context.diagnostics);
  const Node* to = reader.find("to");
  std::optional<Target> target = to == nullptr ? std::nullopt : parse_target(*to, context);
  plan.talk = reader.duration_range("talk").value_or(phone::DurationRange{});
  plan.callee_hangs_up = reader.word("hangup").value_or("caller") == "callee";
  plan.during = parse_during(reader.find("during"), plan.talk, context);
  parse_headers(reader.find("headers"), context, plan);
  plan.expectation = parse_expectation(options, call_expect_shape, {200}, context);
  if (!target) return nullptr;
  plan.target = std::move(*target);
  return std::make_unique<CallStep>(std::move(plan));
}

}  // namespace

extern const StepDescriptor call_step;
const StepDescriptor call_step{"call", "Calls somebody, talks, and hangs up.", &shape, {}, false, parse};

}  // namespace cxload::scenario
