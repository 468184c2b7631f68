// voicemail — visual voicemail: what was left, by whom, how long; and it is played.
#include <array>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/map_reader.hpp>
#include <cxload/webphone/operations.hpp>
#include <cxload/webphone/voicemail.hpp>

#include "expectation.hpp"
#include "parse.hpp"
#include "portal_step.hpp"

namespace cxload::scenario {
namespace {

namespace op = webphone::op;
using webphone::Json;
using Messages = std::vector<webphone::VoicemailMessage>;

/// A recording is written when its call ends, which the list may hear of later.
constexpr Duration look_again = std::chrono::milliseconds(250);

constexpr auto expect_fields = std::to_array<Field>({
    {"count", Form::whole, "So many messages."},
    {"duration", Form::duration_range, "How long the message is: 3s..5s."},
});
const Shape expect_shape_of_voicemail{"what voicemail should hold", expect_fields};
constexpr auto fields = std::to_array<Field>({
    {"from", Form::text, "The newest message of this caller is meant, and must be there."},
    {"within", Form::duration, "How long it may take to be listed; left out: it is there at once."},
    {"play", Form::flag, "true: it is fetched, and must be a WAV file as long as it says."},
    {"expect", Form::map, "What is a success.", false, &expect_shape_of_voicemail},
    optional_field,
});
const Shape shape{"voicemail", fields};

struct Plan {
  std::string from;
  Duration within{};
  bool plays = false;
  std::optional<std::uint64_t> count;
  std::optional<phone::DurationRange> duration;
};

class VoicemailStep final : public PortalStep {
 public:
  explicit VoicemailStep(Plan plan) : plan_(std::move(plan)) {}

  std::string_view name() const override { return "voicemail"; }
  std::vector<std::string> operations() const override {
    return {std::string(op::voicemail_list), std::string(op::voicemail_audio)};
  }
  std::vector<std::string_view> needed_operations() const override { return {op::voicemail_list}; }

 private:
  net::Awaitable<Outcome<>> play(JourneyContext& context) const override {
    const TimePoint until = Clock::now() + plan_.within;
    const std::string caller = context.expand(plan_.from);
    webphone::Findings findings;
    Outcome<Messages> listed = co_await list(context, findings);
    while (listed && !is_there(*listed, caller) && Clock::now() < until) {
      const TimePoint next = Clock::now() + look_again;
      co_await net::sleep_until(context.shard(), next);
      findings = webphone::Findings();
      listed = co_await list(context, findings);
    }
    if (!listed) co_return listed.error();
    if (plan_.count && listed->size() != *plan_.count)
      co_return Failure{"expect.voicemail",
                        fmt::format("{} messages are listed; expected {}", listed->size(), *plan_.count)};
    const webphone::VoicemailMessage* message = find(*listed, caller);
    if (message == nullptr && is_one_wanted())
      co_return Failure{"expect.voicemail", caller.empty()
                                                ? std::string("no message is listed")
                                                : fmt::format("no message from {} is listed", caller)};
    const Outcome<> judged = judge(message, findings);
    if (!judged || message == nullptr || !plan_.plays) co_return judged;
    co_return co_await fetch_audio(*message, context);
  }

  [[nodiscard]] bool is_one_wanted() const { return !plan_.from.empty() || plan_.plays || plan_.duration; }
  [[nodiscard]] bool is_there(const Messages& all, const std::string& caller) const {
    return plan_.count ? all.size() >= *plan_.count : !is_one_wanted() || find(all, caller) != nullptr;
  }

  static const webphone::VoicemailMessage* find(const Messages& all, const std::string& caller) {
    if (caller.empty()) return all.empty() ? nullptr : &all.front();
    webphone::LeftMessage left;
    left.caller = caller;
    left.at = WallTime();
    return webphone::find_voicemail(all, left);
  }

  static net::Awaitable<Outcome<Messages>> list(JourneyContext& context, webphone::Findings& findings) {
    phone::Portal& portal = context.portal();
    const Outcome<Json> document = co_await portal.fetch(std::string(op::voicemail_list), Json());
    if (!document) co_return document.error();
    const Json* where = webphone::result(*portal.profile().find(op::voicemail_list), "messages", *document);
    co_return webphone::read_voicemails(where == nullptr ? Json() : *where, findings);
  }

  Outcome<> judge(const webphone::VoicemailMessage* message, const webphone::Findings& findings) const {
    const Outcome<> kept = first_fault(findings, "expect.voicemail");
    if (!kept) return kept;
    if (message == nullptr || !plan_.duration) return {};
    const double seconds = message->duration.value_or(webphone::Seconds(-1)).count();
    const double low = std::chrono::duration<double>(plan_.duration->low).count();
    const double high = std::chrono::duration<double>(plan_.duration->high).count();
    if (seconds < low || seconds > high)
      return Failure{"expect.voicemail",
                     fmt::format("the message is {} s long; expected {} to {} s", seconds, low, high)};
    return {};
  }

  static net::Awaitable<Outcome<>> fetch_audio(const webphone::VoicemailMessage& message,
                                               JourneyContext& context) {
    Json variables;
    variables.set("id", message.id);
    const Outcome<net::HttpResponse> answer =
        co_await context.portal().run(std::string(op::voicemail_audio), std::move(variables));
    if (!answer) co_return answer.error();
    if (answer->status >= 300) co_return phone::refused(context.portal(), "voicemail", *answer);
    const std::string* type = answer->header("Content-Type");
    webphone::AudioReply reply;
    reply.status = answer->status;
    reply.content_type = type == nullptr ? std::string() : *type;
    reply.body = std::as_bytes(std::span(answer->body));
    webphone::Findings findings;
    webphone::judge_audio(message, reply, findings);
    co_return first_fault(findings, "expect.voicemail");
  }

  Plan plan_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  Plan plan;
  plan.from = reader.text("from").value_or("");
  if (const Node* from = reader.find("from")) check_step_placeholders(*from, context);
  plan.within = reader.duration("within").value_or(Duration::zero());
  plan.plays = reader.flag("play").value_or(false);
  if (const Node* expect = reader.find("expect")) {
    MapReader wanted(*expect, expect_shape_of_voicemail, context.diagnostics);
    plan.count = wanted.whole("count", 0, 1'000'000);
    plan.duration = wanted.duration_range("duration");
  }
  return std::make_unique<VoicemailStep>(std::move(plan));
}

}  // namespace

extern const StepDescriptor voicemail_step;
const StepDescriptor voicemail_step{
    "voicemail", "Lists visual voicemail, and plays a message.", &shape, {}, true, parse};

}  // namespace cxload::scenario
