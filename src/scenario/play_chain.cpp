#include "play_chain.hpp"

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/lead.hpp>
#include <cxload/webphone/operations.hpp>

#include "json_template.hpp"
#include "mid_call.hpp"
#include "portal_step.hpp"

namespace cxload::scenario {
namespace {

namespace op = webphone::op;
using webphone::ActionKind;
using webphone::Json;

/// A call that rings is there at once, or soon: signalling and portal are two ways.
constexpr Duration ring_patience = std::chrono::seconds(5);
constexpr std::size_t most_displays = 16;

class ChainPlayer {
 public:
  ChainPlayer(const TypedForms& forms, JourneyContext& context)
      : forms_(forms), context_(context), portal_(context.portal()), chain_(portal_.profile().readings) {}

  net::Awaitable<PlayedChain> play(const webphone::Button& button) {
    const std::optional<webphone::Lead>& lead = portal_.state().lead;
    (void)chain_.press(button, lead ? lead->button_context() : webphone::empty_button_context(),
                       Clock::now());
    while (chain_.is_running()) {
      const webphone::Task task = chain_.task();
      co_await play_task(task);
    }
    co_return finish();
  }

 private:
  net::Awaitable<void> play_task(const webphone::Task& task) {
    if (const auto* request = std::get_if<webphone::Request>(&task)) {
      co_await send(*request);
    } else if (const auto* perform = std::get_if<webphone::Perform>(&task)) {
      const Outcome<> performed = co_await act(perform->action);
      (void)chain_.on_performed(performed, Clock::now());
    } else if (const auto* form = std::get_if<webphone::ShowForm>(&task)) {
      fill_in(form->opened);
    } else if (const auto* display = std::get_if<webphone::Display>(&task)) {
      if (played_.displays.size() < most_displays) played_.displays.push_back(display->text);
      portal_.note("button: shows " + portal_.masked(text::printable(display->text, 120)));
      (void)chain_.on_performed(Outcome<>(), Clock::now());
    }
  }

  net::Awaitable<void> send(const webphone::Request& request) {
    const Outcome<net::HttpResponse> answer = co_await portal_.run(request.operation, request.variables);
    Outcome<> fit;
    if (!answer)
      fit = answer.error();
    else if (answer->status < 300 && !answer->body.empty())
      fit = phone::check_json_type(*answer);
    if (fit)
      (void)chain_.on_reply(answer->status, answer->body, Clock::now());
    else
      (void)chain_.on_failed(fit.error(), Clock::now());
  }

  void fill_in(const webphone::OpenedForm& opened) {
    const auto typed = forms_.find(opened.form.name);
    if (typed == forms_.end()) {
      portal_.note("button: closes form " + text::printable(opened.form.name, 80));
      (void)chain_.cancel(Clock::now());
      return;
    }
    const std::vector<webphone::FieldProblem> problems =
        chain_.submit(expand_json(typed->second, context_), Clock::now());
    if (problems.empty()) return;
    const webphone::FieldProblem& first = problems.front();
    played_.failure = Failure{"expect.form", fmt::format("form \"{}\" cannot be sent: {} ({})",
                                                         text::printable(opened.form.name, 80),
                                                         text::printable(first.sentence, 160), first.row)};
    (void)chain_.cancel(Clock::now());
  }

  net::Awaitable<Outcome<>> act(const webphone::Action& action) {
    portal_.note("button: " + text::printable(action.text(), 120));
    if (action.problem)
      co_return Failure{"http.action", portal_.masked(text::printable(*action.problem, 200))};
    switch (action.kind) {
      case ActionKind::answer_call:
        co_return co_await answer_call();
      case ActionKind::end_call:
        co_return co_await end_call();
      case ActionKind::make_call:
        co_return co_await make_call(action);
      case ActionKind::toggle_mic:
        co_return toggle_mic();
      case ActionKind::save:
        co_return co_await save(action);
      case ActionKind::next:
        co_return co_await next();
      case ActionKind::redirect:
        played_.redirected_to = webphone::redirect_target(action, portal_.origin());
        break;
      case ActionKind::open_form:
        break;  // the chain shows it
    }
    co_return Outcome<>();
  }

  net::Awaitable<Outcome<>> answer_call() {
    OpenCall& open = context_.open_call();
    if (!open.call) {
      const Outcome<std::shared_ptr<phone::Call>> came =
          co_await context_.phone().wait_incoming(Clock::now() + ring_patience);
      if (!came) co_return came.error();
      open.call = *came;
      context_.note_call_id(open.call->call_id());
    }
    const std::shared_ptr<phone::Call> call = open.call;
    co_return co_await scenario::answer_call(*call, 200);
  }

  net::Awaitable<Outcome<>> end_call() {
    OpenCall& open = context_.open_call();
    if (!open.call) co_return Failure{"call.over", "endCall: there is no call"};
    const std::shared_ptr<phone::Call> call = open.call;
    const Outcome<> ended = co_await call->hang_up();
    open = {};
    co_return ended;
  }

  net::Awaitable<Outcome<>> make_call(const webphone::Action& action) {
    const std::optional<webphone::Lead>& lead = portal_.state().lead;
    if (!lead) co_return Failure{"expect.no_number", "makeCall without a record: `lead.next` fetches one"};
    const Outcome<std::string> number = lead->number(*action.call);
    if (!number) co_return number.error();
    OpenCall& open = context_.open_call();
    bool is_free = open.call == nullptr;
    if (!is_free) is_free = co_await open.call->wait_ended(Clock::now());
    if (!is_free) co_return Failure{"call.busy", "makeCall: the phone has a call already"};
    open = {};
    phone::DialRequest request;
    request.target = *number;
    const Outcome<std::shared_ptr<phone::Call>> dialled = co_await context_.phone().dial(std::move(request));
    if (!dialled) co_return dialled.error();
    open.call = *dialled;
    context_.note_call_id(open.call->call_id());
    co_return Outcome<>();
  }

  Outcome<> toggle_mic() {
    OpenCall& open = context_.open_call();
    if (!open.call) return Failure{"call.over", "toggleMic: there is no call"};
    open.is_muted = !open.is_muted;
    open.call->set_muted(open.is_muted);
    return {};
  }

  net::Awaitable<Outcome<>> save(const webphone::Action& action) {
    const std::optional<webphone::Lead> lead = portal_.state().lead;
    if (!lead) co_return Failure{"http.action", "save without a record: `lead.next` fetches one"};
    const webphone::Decision decision = action.decision.value_or(webphone::Decision::unknown);
    const Outcome<Json> stored =
        co_await portal_.fetch(std::string(op::agent_save), lead->save_variables(decision));
    if (!stored) co_return stored.error();
    webphone::Findings findings;
    webphone::judge_saved(*stored, *lead, decision, findings);
    co_return first_fault(findings, "expect.rule");
  }

  net::Awaitable<Outcome<>> next() {
    Json variables(Json::Object{});
    if (!portal_.state().campaign.empty()) variables.set("campaign", portal_.state().campaign);
    const Outcome<net::HttpResponse> answer =
        co_await portal_.run(std::string(op::agent_next), std::move(variables));
    if (!answer) co_return answer.error();
    if (answer->status >= 300) co_return phone::refused(portal_, "next", *answer);
    Outcome<std::optional<webphone::Lead>> lead = webphone::Lead::read_reply(answer->status, answer->body);
    if (!lead) co_return lead.error();
    webphone::Findings findings;
    if (portal_.state().lead) webphone::judge_next(*portal_.state().lead, *lead, findings);
    portal_.state().lead = std::move(*lead);
    co_return first_fault(findings, "expect.rule");
  }

  PlayedChain finish() {
    played_.actions = chain_.actions();
    played_.rule = std::string(chain_.rule());
    portal_.state().redirected_to = played_.redirected_to;
    const webphone::Task& last = chain_.task();
    const auto* done = std::get_if<webphone::Done>(&last);
    if (!played_.failure && done != nullptr) played_.failure = done->failure;
    for (const webphone::StepRecord& step : chain_.steps())
      portal_.count_step(webphone::to_string(step.kind), step.finished - step.started,
                         step.failure.has_value());
    portal_.count_chain(chain_.finished() - chain_.started(), played_.failure.has_value());
    return std::move(played_);
  }

  const TypedForms& forms_;
  JourneyContext& context_;
  phone::Portal& portal_;
  webphone::Chain chain_;
  PlayedChain played_;
};

}  // namespace

net::Awaitable<PlayedChain> play_chain(const webphone::Button& button, const TypedForms& forms,
                                       JourneyContext& context) {
  ChainPlayer player(forms, context);
  co_return co_await player.play(button);
}

}  // namespace cxload::scenario
