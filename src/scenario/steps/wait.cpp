// wait: 2s — does nothing for a while; the journey's latency does not count it.
#include <cxload/scenario/draw.hpp>
#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

namespace cxload::scenario {
namespace {

class WaitStep final : public Step {
 public:
  explicit WaitStep(phone::DurationRange duration) : duration_(duration) {}

  std::string_view name() const override { return "wait"; }
  Duration planned_time() const override { return duration_.high; }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    const Duration duration = draw(duration_, context.random());
    context.exclude_from_latency(duration);
    co_await net::sleep_until(context.shard(), Clock::now() + duration);
    co_return Outcome<>();
  }

 private:
  phone::DurationRange duration_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  const auto duration = read_scalar(options, parse_duration_range, context.diagnostics);
  return duration ? std::make_unique<WaitStep>(*duration) : nullptr;
}

}  // namespace

extern const StepDescriptor wait_step;
const StepDescriptor wait_step{"wait",  "Does nothing for a while: 2s, or 1s..3s drawn each time.",
                               nullptr, R"({"$ref": "#/$defs/duration_range"})",
                               false,   parse};

}  // namespace cxload::scenario
