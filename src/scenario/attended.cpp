#include "attended.hpp"

#include <fmt/format.h>

#include <cxload/base/log.hpp>

#include "mid_call.hpp"

namespace cxload::scenario {
namespace {

using phone::MidCallResult;

/// RFC 3261 17.1.2.2: the BYE of the call that was replaced comes within 64*T1 or never.
constexpr Duration end_patience = std::chrono::seconds(32);

/// Speaks with the target. Nothing, or why that did not last until it could be handed over.
net::Awaitable<std::optional<Failure>> consult_target(phone::Call& second, Duration length,
                                                      JourneyContext& context) {
  const phone::CallResult result = co_await second.wait_final();
  if (result.failure) co_return result.failure;
  if (!second.is_answered())
    co_return Failure{"sip.transfer_failed",
                      fmt::format("the target of the transfer answered {} {}", result.status, result.reason)};
  const TimePoint end = Clock::now() + length;
  const bool gone = co_await second.wait_ended(end);
  context.exclude_from_latency(length);
  if (gone) co_return Failure{"call.ended_early", "the target of the transfer hung up while it was asked"};
  co_return std::nullopt;
}

net::Awaitable<std::optional<Failure>> hand_over(phone::Call& call, phone::Call& second, std::string target) {
  const std::string what = "the transfer to " + target;
  std::string replaced = second.replaces();
  const Outcome<MidCallResult> moved = co_await call.transfer(std::move(target), std::move(replaced));
  std::optional<Failure> failure = judge_mid_call("sip.transfer_failed", what, moved);
  if (failure) co_return failure;
  const TimePoint patience = Clock::now() + end_patience;
  const bool replaced_in_time = co_await second.wait_ended(patience);
  if (replaced_in_time) co_return second.broken();
  co_return Failure{"sip.not_replaced", "the target took the new call and did not end the one it replaces"};
}

}  // namespace

net::Awaitable<std::optional<Failure>> transfer_attended(phone::Call& call, std::string target,
                                                         Duration consult, JourneyContext& context) {
  const Outcome<MidCallResult> held = co_await call.hold();
  std::optional<Failure> failure = judge_mid_call("sip.hold_failed", "the hold before the transfer", held);
  if (failure) co_return failure;
  phone::DialRequest request;
  request.target = target;
  const Outcome<std::shared_ptr<phone::Call>> dialled = co_await context.phone().dial(std::move(request));
  if (!dialled) co_return dialled.error();
  const std::shared_ptr<phone::Call>& second = *dialled;
  failure = co_await consult_target(*second, consult, context);
  if (!failure) failure = co_await hand_over(call, *second, std::move(target));
  const Outcome<> hung_up = co_await second->hang_up();
  if (!hung_up) CXLOAD_LOG(debug, "call", "the call to the target of a transfer: {}", hung_up.error().kind);
  co_return failure;
}

}  // namespace cxload::scenario
