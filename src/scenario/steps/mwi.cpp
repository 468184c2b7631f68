// mwi — asks what waits in the phone's own mailbox (RFC 3842): SUBSCRIBE, the NOTIFY, and the end of it.
#include <array>

#include <fmt/format.h>

#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/step_registry.hpp>

#include "expectation.hpp"

namespace cxload::scenario {
namespace {

constexpr auto expect_fields = std::to_array<Field>({
    {"status", Form::statuses, "Final statuses of the SUBSCRIBE that are a success; left out: 200."},
    {"waiting", Form::flag, "Whether messages wait."},
    {"new", Form::whole, "How many new voice messages there are."},
});
const Shape mailbox_shape{"what a mailbox holds", expect_fields};
constexpr auto fields = std::to_array<Field>({
    {"expect", Form::map, "What is a success.", false, &mailbox_shape},
    optional_field,
});
const Shape shape{"mwi", fields};

struct Mailbox {
  std::optional<bool> waiting;
  std::optional<std::uint64_t> fresh;
};

class MwiStep final : public Step {
 public:
  MwiStep(Expectation expectation, Mailbox mailbox)
      : expectation_(std::move(expectation)), mailbox_(mailbox) {}

  std::string_view name() const override { return "mwi"; }

  net::Awaitable<Outcome<>> run(JourneyContext& context) const override {
    const Outcome<phone::MessageSummary> summary = co_await context.phone().message_summary();
    if (!summary) co_return summary.error();
    if (!expectation_.is_met_by(summary->status))
      co_return expectation_.failure("SUBSCRIBE", summary->status, summary->reason);
    if (summary->status < 300) co_return judge(*summary);
    co_return Outcome<>();
  }

 private:
  Outcome<> judge(const phone::MessageSummary& summary) const {
    if (mailbox_.waiting && *mailbox_.waiting != summary.waiting)
      return Failure{"expect.mailbox",
                     summary.waiting ? "messages wait, and none should" : "no message waits"};
    if (mailbox_.fresh && *mailbox_.fresh != summary.fresh)
      return Failure{"expect.mailbox", summary.fresh ? fmt::format("{} new messages instead of {}",
                                                                   *summary.fresh, *mailbox_.fresh)
                                                     : std::string("nothing was said of voice messages")};
    return {};
  }

  Expectation expectation_;
  Mailbox mailbox_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  Mailbox mailbox;
  MapReader reader(options, shape, context.diagnostics);
  if (const Node* expect = reader.find("expect"); expect != nullptr && expect->is_map()) {
    MapReader wanted(*expect, mailbox_shape, context.diagnostics);
    mailbox.waiting = wanted.flag("waiting");
    mailbox.fresh = wanted.whole("new", 0, 1'000'000);
  }
  return std::make_unique<MwiStep>(parse_expectation(options, mailbox_shape, {200}, context), mailbox);
}

}  // namespace

extern const StepDescriptor mwi_step;
const StepDescriptor mwi_step{"mwi", "Asks what waits in the phone's mailbox.", &shape, {}, true, parse};

}  // namespace cxload::scenario
