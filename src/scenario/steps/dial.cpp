// dial — sends an INVITE and goes on at once; `await` waits for what comes of it.
#include <array>

#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "expectation.hpp"
#include "headers.hpp"
#include "target.hpp"

namespace cxload::scenario {
namespace {

constexpr auto fields = std::to_array<Field>({
    {"to", Form::text, "group NAME, user PATTERN, a number or sip:…; columns may stand in it.", true},
    {"headers", Form::map_of_text, "Further headers of the INVITE."},
    optional_field,
});
const Shape shape{"dial", fields};

class DialStep final : public Step {
 public:
  DialStep(Target target, Headers headers) : target_(std::move(target)), headers_(std::move(headers)) {}

  std::string_view name() const override { return "dial"; }
  int calls() const override { return 1; }
  bool opens_call() const override { return true; }
  std::string_view callee_group() const override { return target_.group(); }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    OpenCall& open = context.open_call();
    const TimePoint now = Clock::now();
    bool is_free = open.call == nullptr;
    if (!is_free) is_free = co_await open.call->wait_ended(now);
    if (!is_free) co_return Failure{"call.busy", "the phone has a call already; `hangup` ends it"};
    open = {};
    Outcome<ResolvedTarget> target = resolve(target_, context);
    if (!target) co_return target.error();
    phone::DialRequest request = make_dial(target->address, headers_, context);
    const Outcome<std::shared_ptr<phone::Call>> dialled = co_await context.phone().dial(std::move(request));
    if (!dialled) co_return dialled.error();
    open.call = *dialled;
    open.callee = std::move(target->lease);
    context.note_call_id(open.call->call_id());
    co_return Outcome<>();
  }

 private:
  Target target_;
  Headers headers_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  const Node* to = reader.find("to");
  std::optional<Target> target = to == nullptr ? std::nullopt : parse_target(*to, context);
  Headers headers = parse_headers(reader.find("headers"), context);
  if (!target) return nullptr;
  return std::make_unique<DialStep>(std::move(*target), std::move(headers));
}

}  // namespace

extern const StepDescriptor dial_step;
const StepDescriptor dial_step{"dial", "Calls somebody and goes on at once.", &shape, {}, false, parse};

}  // namespace cxload::scenario
