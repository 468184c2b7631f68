// What the caller does inside an answered call, while it is done.
#include <algorithm>

#include <fmt/format.h>

#include "attended.hpp"
#include "during.hpp"
#include "mid_call.hpp"

namespace cxload::scenario {
namespace {

using phone::MidCallResult;

net::Awaitable<Played> play_hold(phone::Call& call, TimePoint resume_at) {
  Played played;
  const Outcome<MidCallResult> held = co_await call.hold();
  played.failure = judge_mid_call("sip.hold_failed", "the hold", held);
  if (played.failure) co_return played;
  played.ended = co_await call.wait_ended(resume_at);
  if (played.ended) co_return played;
  const Outcome<MidCallResult> resumed = co_await call.resume();
  played.failure = judge_mid_call("sip.resume_failed", "the end of the hold", resumed);
  co_return played;
}

net::Awaitable<Played> play_digits(phone::Call& call, std::string digits) {
  Played played;
  const std::string what = fmt::format("the sending of {} digits", digits.size());
  const Outcome<MidCallResult> sent = co_await call.send_dtmf(std::move(digits));
  played.failure = judge_mid_call("sip.dtmf_failed", what, sent);
  co_return played;
}

net::Awaitable<Played> play_transfer(const During& during, phone::Call& call, std::string target,
                                     JourneyContext& context) {
  Played played;
  if (during.consult) {
    played.failure = co_await transfer_attended(call, std::move(target), *during.consult, context);
  } else {
    const std::string what = "the transfer to " + target;
    std::string replaced;
    const Outcome<MidCallResult> moved = co_await call.transfer(std::move(target), std::move(replaced));
    played.failure = judge_mid_call("sip.transfer_failed", what, moved);
  }
  played.transferred = !played.failure;
  co_return played;
}

net::Awaitable<Played> play_all(const During& during, std::string transfer_to, PlayedCall stage,
                                JourneyContext& context) {
  Played played;
  for (const CallAction& action : during.actions) {
    const TimePoint due = stage.answered + action.at;
    played.ended = co_await stage.call.wait_ended(due);
    if (played.ended) break;
    if (action.kind == CallAction::Kind::hold) {
      played = co_await play_hold(stage.call, due + action.held);
    } else if (action.kind == CallAction::Kind::dtmf) {
      std::string digits = digits_of(context.expand(action.digits));
      played = co_await play_digits(stage.call, std::move(digits));
    } else {
      played = co_await play_transfer(during, stage.call, transfer_to, context);
    }
    if (played.ended || played.failure) break;
  }
  co_return played;
}

/// The far end has been transferred and this side has left: the others go on to the end of the talk. Then the
/// lease of a callee of ours makes its phone hang up.
net::Awaitable<void> let_talk(PlayedCall stage, JourneyContext& context) {
  const TimePoint end = stage.answered + stage.talk;
  if (stage.has_lease) co_await net::sleep_until(context.shard(), end);
  context.exclude_from_latency(std::min(stage.talk, Clock::now() - stage.answered));
}

}  // namespace

net::Awaitable<Played> play(const During& during, std::string transfer_to, PlayedCall stage,
                            JourneyContext& context) {
  Played played = co_await play_all(during, std::move(transfer_to), stage, context);
  if (!played.failure && !played.transferred) co_return played;
  const Outcome<> hung_up = co_await stage.call.hang_up();
  // How the call itself broke says more than what was refused in it.
  if (stage.call.broken()) {
    played.failure = stage.call.broken();
  } else if (!hung_up && !played.failure) {
    played.failure = hung_up.error();
  }
  if (!played.failure) co_await let_talk(stage, context);
  co_return played;
}

}  // namespace cxload::scenario
