// One button and a portal that answers whatever it likes: a chain always ends, within its limit, one thing at
// a time. The first line is the button, each further line one reply; a line's first byte is its status class.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <cxload/webphone/chain.hpp>

namespace {

using namespace cxload::webphone;

std::string_view next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

/// Answers the task at hand from the input; false: nobody could.
bool answer(Chain& chain, std::string_view& rest) {
  const cxload::TimePoint now{};
  if (std::holds_alternative<Request>(chain.task())) {
    const std::string_view line = next_line(rest);
    const int status = line.starts_with('!') ? 500 : 200;
    return chain.on_reply(status, line.substr(status == 500 ? 1 : 0), now);
  }
  if (const auto* perform = std::get_if<Perform>(&chain.task())) {
    if (perform->action.problem) std::abort();  // it must not have got here
    return chain.on_performed(cxload::Outcome<>(), now);
  }
  if (std::holds_alternative<Display>(chain.task())) return chain.on_performed(cxload::Outcome<>(), now);
  const auto typed = parse_json(next_line(rest));
  if (chain.submit(typed ? *typed : Json(), now).empty()) return true;
  return chain.cancel(now);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 16 * 1024) return 0;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  Findings findings;
  const auto value = parse_json(next_line(rest));
  const auto button =
      value ? read_button(*value, findings) : cxload::Outcome<Button>(cxload::Failure{"http.json", ""});
  if (!button) return 0;
  Chain chain;
  if (!chain.press(*button, Json(), {})) std::abort();
  const ChainLimits limits;
  for (std::size_t i = 0; chain.is_running(); ++i)
    if (i > limits.steps || !answer(chain, rest)) std::abort();
  if (chain.steps().size() > limits.steps || chain.actions().size() > limits.steps) std::abort();
  return 0;
}
