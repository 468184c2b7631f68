/// MidCall: what `during` and the single steps inside a call have in common.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <cxload/scenario/step_registry.hpp>

namespace cxload::scenario {

/// Digits to send, a template; faults: none at all, too many, keys that no phone has.
[[nodiscard]] std::string parse_digits(const Node& node, const StepContext& context);
/// Rows of a list may write digits as people do, with spaces and dashes: those are left out.
[[nodiscard]] std::string digits_of(std::string text);

/// What an action inside a call came to: nothing when it went well, `kind` when it was refused.
[[nodiscard]] std::optional<Failure> judge_mid_call(std::string_view kind, std::string_view what,
                                                    const Outcome<phone::MidCallResult>& outcome);

/// As Call::answer(), and waits until it is done. `call` is held by whoever waits.
net::Awaitable<Outcome<>> answer_call(phone::Call& call, int status);

[[nodiscard]] Failure no_call();  ///< it was hung up already
/// The rest of a single step that asks something of the far end: a failure of its call says more.
[[nodiscard]] Outcome<> end_of_step(const OpenCall& open, const std::optional<Failure>& failure);

}  // namespace cxload::scenario
