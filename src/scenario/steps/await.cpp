// await: incoming | ringing | answered | ended — the only step of a call taken apart that waits for the far
// end.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "expectation.hpp"
#include "mid_call.hpp"
#include "parse.hpp"

namespace cxload::scenario {
namespace {

constexpr Duration incoming_patience = std::chrono::minutes(3);
/// A far end that forgets its call must not keep the journey for ever.
constexpr Duration longest_call = std::chrono::hours(2);
constexpr auto words = std::to_array<std::string_view>({"incoming", "ringing", "answered", "ended"});

constexpr auto fields = std::to_array<Field>({
    {"incoming", Form::duration, "A call to this phone; fails when none has come in so long."},
    {"ended", Form::duration, "The end of the call; fails when it lasts longer."},
    optional_field,
});
constexpr std::string_view one_event = R"("oneOf": [{"required": ["incoming"]}, {"required": ["ended"]}])";
const Shape shape{"await", fields, one_event};

class AwaitStep final : public Step {
 public:
  AwaitStep(std::string event, Duration patience) : event_(std::move(event)), patience_(patience) {}

  std::string_view name() const override { return "await"; }
  bool takes_calls() const override { return event_ == "incoming"; }
  bool opens_call() const override { return takes_calls(); }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    if (event_ == "incoming") co_return co_await wait_incoming(context);
    // Held by the flow, as calls want it.
    const std::shared_ptr<phone::Call> call = context.open_call().call;
    if (!call) co_return no_call();
    if (event_ == "ringing") co_return co_await wait_ringing(*call);
    if (event_ == "answered") co_return co_await wait_answered(*call);
    co_return co_await wait_ended(*call, context);
  }

 private:
  net::Awaitable<Outcome<>> wait_incoming(JourneyContext& context) const {
    OpenCall& open = context.open_call();
    const TimePoint began = Clock::now();
    bool is_free = open.call == nullptr;
    if (!is_free) is_free = co_await open.call->wait_ended(began);
    if (!is_free) co_return Failure{"call.busy", "the phone has a call already; `hangup` ends it"};
    open = {};
    const Outcome<std::shared_ptr<phone::Call>> came =
        co_await context.phone().wait_incoming(began + patience_);
    context.exclude_from_latency(Clock::now() - began);
    if (!came) co_return came.error();
    open.call = *came;
    context.note_call_id(open.call->call_id());
    co_return Outcome<>();
  }

  static net::Awaitable<Outcome<>> wait_ringing(phone::Call& call) {
    const bool rang = co_await call.wait_ringing();
    if (rang) co_return Outcome<>();
    const phone::CallResult result = co_await call.wait_final();
    if (result.failure) co_return *result.failure;
    co_return Failure{"expect.ringing", fmt::format("INVITE was answered {} {} without any ringing",
                                                    result.status, result.reason)};
  }

  static net::Awaitable<Outcome<>> wait_answered(phone::Call& call) {
    const phone::CallResult result = co_await call.wait_final();
    if (result.failure) co_return *result.failure;
    Expectation usual;
    usual.statuses = {200};
    if (!usual.is_met_by(result.status)) co_return usual.failure("INVITE", result.status, result.reason);
    co_return Outcome<>();
  }

  net::Awaitable<Outcome<>> wait_ended(phone::Call& call, JourneyContext& context) const {
    const TimePoint began = Clock::now();
    const bool ended = co_await call.wait_ended(began + patience_);
    context.exclude_from_latency(Clock::now() - began);
    if (call.broken()) co_return *call.broken();
    if (!ended) co_return Failure{"call.not_ended", "the far end did not end the call in time"};
    co_return Outcome<>();
  }

  std::string event_;
  Duration patience_;
};

std::unique_ptr<Step> parse_event(const Node& options, const StepContext& context) {
  const bool is_known = std::find(words.begin(), words.end(), options.text) != words.end();
  if (is_known)
    return std::make_unique<AwaitStep>(options.text,
                                       options.text == "incoming" ? incoming_patience : longest_call);
  context.diagnostics.add(options.place, "`await` waits for incoming, ringing, answered or ended" +
                                             hint(options.text, {words.begin(), words.end()}));
  return nullptr;
}

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  if (options.is_scalar()) return parse_event(options, context);
  MapReader reader(options, shape, context.diagnostics);
  const auto incoming = reader.duration("incoming");
  const auto ended = reader.duration("ended");
  if (reader.has("incoming") == reader.has("ended")) {
    if (options.is_map() && !reader.has_unknown_key())
      context.diagnostics.add(options.place,
                              "one of `incoming` and `ended` belongs here, with the longest wait");
    return nullptr;
  }
  if (!incoming && !ended) return nullptr;
  return std::make_unique<AwaitStep>(incoming ? "incoming" : "ended", incoming ? *incoming : *ended);
}

}  // namespace

extern const StepDescriptor await_step;
const StepDescriptor await_step{"await",
                                "Waits for a call, or until the call rings, is answered, or has ended.",
                                &shape,
                                R"({"enum": ["incoming", "ringing", "answered", "ended"]})",
                                false,
                                parse,
                                StepDescriptor::Needs::call};

}  // namespace cxload::scenario
