#include "mid_call.hpp"

#include <fmt/format.h>

#include <cxload/scenario/template.hpp>

#include "parse.hpp"

namespace cxload::scenario {
namespace {

constexpr std::string_view keys = "0123456789ABCDabcd*#";
constexpr std::size_t most_digits = 64;

}  // namespace

std::string parse_digits(const Node& node, const StepContext& context) {
  if (!node.is_scalar() || node.text.empty()) {
    context.diagnostics.add(node.place, "digits are wanted here");
    return {};
  }
  check_step_placeholders(node, context);
  if (node.text.size() > most_digits)
    context.diagnostics.add(node.place, fmt::format("at most {} digits at a time", most_digits));
  const bool is_fixed = find_placeholders(node.text).empty();
  const std::size_t odd = is_fixed ? node.text.find_first_not_of(keys) : std::string::npos;
  if (odd != std::string::npos)
    context.diagnostics.add(node.at(odd), fmt::format("no phone has a key \"{}\"; digits are 0-9 * # A-D",
                                                      node.text.substr(odd, 1)));
  return node.text;
}

std::string digits_of(std::string text) {
  std::erase_if(text, [](char c) { return keys.find(c) == std::string_view::npos; });
  return text;
}

std::optional<Failure> judge_mid_call(std::string_view kind, std::string_view what,
                                      const Outcome<phone::MidCallResult>& outcome) {
  if (!outcome && outcome.error().kind == "call.over")
    return Failure{"call.ended_early", fmt::format("the far side ended the call before {} was done", what)};
  if (!outcome) return outcome.error();
  if (outcome->status >= 200 && outcome->status < 300) return std::nullopt;
  return Failure{std::string(kind), fmt::format("{} came to {} {}", what, outcome->status, outcome->reason)};
}

net::Awaitable<Outcome<>> answer_call(phone::Call& call, int status) {
  const Outcome<> answered = call.answer(status);
  if (!answered || status >= 300 || call.is_answered()) co_return answered;
  // ICE servers are asked first.
  const phone::CallResult result = co_await call.wait_final();
  if (call.is_answered()) co_return Outcome<>();
  co_return result.failure.value_or(Failure{"call.over", "the call was over before it was answered"});
}

Failure no_call() { return {"call.over", "there is no call: `hangup` has ended it"}; }

Outcome<> end_of_step(const OpenCall& open, const std::optional<Failure>& failure) {
  if (!failure) return {};
  if (open.call->broken()) return *open.call->broken();
  return *failure;
}

}  // namespace cxload::scenario
