#include <utility>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/chain.hpp>
#include <cxload/webphone/operations.hpp>

#include "shape.hpp"

namespace cxload::webphone {
namespace {

/// The response without its `__`: what a person may see of it.
Json shown_part(const Json& response) {
  const auto* members = response.if_object();
  if (members == nullptr) return response;
  Json::Object rest;
  for (const Json::Member& member : *members)
    if (member.name != "__") rest.push_back(member);
  return rest;
}

/// "Displayed according to its type": scalars as text, the rest readable, nothing in silence.
std::string readable(const Json& value, std::size_t most_bytes) {
  const auto* items = value.if_list();
  const auto* members = value.if_object();
  if (value.is_null() || (items != nullptr && items->empty()) || (members != nullptr && members->empty()))
    return {};
  return text::printable(value.scalar_text().value_or(value.write()), most_bytes);
}

bool is_success(int status) { return status >= 200 && status < 300; }

}  // namespace

std::string_view to_string(StepKind kind) {
  switch (kind) {
    case StepKind::request:
      return "request";
    case StepKind::action:
      return "action";
    case StepKind::form:
      return "form";
    case StepKind::display:
      break;
  }
  return "display";
}

bool Chain::press(const Button& button, Json context, TimePoint now) {
  if (is_running()) return false;
  findings_ = {};
  steps_.clear();
  manipulation_ = {};
  button_ = button;
  started_ = finished_ = now;
  choice_ = choose(button, readings_, findings_);
  context_ = std::move(context);
  context_.set("id", button.id);
  const bool action_first = choice_.plan.runs_local_action;
  script_is_due_ = choice_.plan.runs_script && action_first;
  if (action_first)
    run(*choice_.action, now);
  else if (choice_.plan.runs_script)
    run_script(now);
  else
    open_chosen(now);
  return true;
}

void Chain::run_script(TimePoint now) {
  script_is_due_ = false;
  waiting_ = Waiting::script;
  begin(Request{std::string(op::button_run), std::move(context_)}, StepKind::request,
        std::string(op::button_run), now);
}

/// The form that the button's plan names, or the end.
void Chain::open_chosen(TimePoint now) {
  if (choice_.plan.form == FormChoice::by_id)
    open_by_id(*button_.form_id, now);
  else if (choice_.plan.form == FormChoice::none)
    end(std::nullopt, now);
  else if (choice_.action->problem)
    end(Failure{"http.action", *choice_.action->problem}, now);
  else
    open_named(choice_.action->form, now);
}

bool Chain::on_reply(int status, std::string_view body, TimePoint now) {
  if (!std::holds_alternative<Request>(task_)) return false;
  if (!is_success(status)) return on_failed(refusal(status, body, limits_.json), now);
  Json response;
  if (!text::trim(body).empty()) {
    auto parsed = parse_json(body, limits_.json);
    if (!parsed) return on_failed(parsed.error(), now);
    response = std::move(*parsed);
  }
  finish_step(std::nullopt, now);
  switch (std::exchange(waiting_, Waiting::nothing)) {
    case Waiting::script:
      on_script_reply(std::move(response), true, now);
      break;
    case Waiting::form_script:
      on_script_reply(std::move(response), false, now);
      break;
    case Waiting::form_names:
      on_form_names(response, now);
      break;
    case Waiting::form:
      on_form(response, now);
      break;
    case Waiting::nothing:
      break;
  }
  return true;
}

bool Chain::on_failed(Failure failure, TimePoint now) {
  if (!std::holds_alternative<Request>(task_)) return false;
  finish_step(failure, now);
  end(std::move(failure), now);
  return true;
}

bool Chain::on_performed(const Outcome<>& outcome, TimePoint now) {
  if (!std::holds_alternative<Perform>(task_) && !std::holds_alternative<Display>(task_)) return false;
  std::optional<Failure> failure;
  if (!outcome) failure = outcome.error();
  finish_step(failure, now);
  if (!failure && script_is_due_)
    run_script(now);
  else
    end(std::move(failure), now);
  return true;
}

std::vector<FieldProblem> Chain::submit(const Json& typed, TimePoint now) {
  auto* shown = std::get_if<ShowForm>(&task_);
  if (shown == nullptr) return {{"", "WP-CHAIN-1", "no form is open"}};
  OpenedForm filled = shown->opened;
  auto problems = fill_in(filled, typed);
  auto blocked = validate(filled);
  problems.insert(problems.end(), std::make_move_iterator(blocked.begin()),
                  std::make_move_iterator(blocked.end()));
  if (!problems.empty()) return problems;
  Json variables;
  variables.set("id", filled.form.id).set("values", std::move(filled.values));
  finish_step(std::nullopt, now);
  waiting_ = Waiting::form_script;
  begin(Request{std::string(op::form_submit), std::move(variables)}, StepKind::request,
        std::string(op::form_submit), now);
  return problems;
}

bool Chain::cancel(TimePoint now) {
  if (!std::holds_alternative<ShowForm>(task_)) return false;
  finish_step(std::nullopt, now);
  end(std::nullopt, now);
  return true;
}

std::vector<std::string> Chain::actions() const {
  std::vector<std::string> names;
  for (const StepRecord& step : steps_)
    if (step.kind == StepKind::action || step.kind == StepKind::form) names.push_back(step.name);
  return names;
}

/// Stage 4 of the documentation: a response starts an action, or it is displayed. That of a button whose plan
/// is a form manipulates the form instead.
void Chain::on_script_reply(Json response, bool is_of_button, TimePoint now) {
  const ScriptActions wanted = read_script_actions(response, readings_, findings_);
  const bool opens_form = is_of_button && choice_.plan.form != FormChoice::none;
  if (opens_form && wanted.action) {
    findings_.add("WP-PREC-16", Level::info,
                  "the script of a button that opens a form answers with an action");
    if (readings_.script_beside_form == ScriptBesideForm::action_only) return run(*wanted.action, now);
  }
  if (opens_form || (wanted.action && wanted.action->kind == ActionKind::open_form)) {
    const std::optional<Action> action = wanted.action;
    const bool manipulates = is_of_button || readings_.next_form_schema == NextFormSchema::applied;
    manipulation_ = manipulates ? std::move(response) : Json();
    return opens_form ? open_chosen(now) : run(*action, now);
  }
  if (wanted.action) return run(*wanted.action, now);
  show(response, now);
}

void Chain::on_form_names(const Json& response, TimePoint now) {
  auto names = read_form_names(response, findings_);
  if (!names) return end(names.error(), now);
  forms_ = std::move(*names);
  open_named(std::exchange(wanted_form_, {}), now);
}

void Chain::on_form(const Json& response, TimePoint now) {
  auto stored = read_form(response, findings_);
  if (!stored) return end(stored.error(), now);
  if (stored->id != wanted_id_)
    findings_.add("WP-SF-ID-1", Level::must,
                  fmt::format("form {} was asked for, {} came", wanted_id_, stored->id));
  const Json manipulation = std::exchange(manipulation_, {});
  Findings already;  // of the same response: it was judged when it came
  const ScriptActions wanted = read_script_actions(manipulation, readings_, already);
  Form merged = merge_schema(*stored, wanted.form_schema, findings_);
  OpenedForm opened = open_form(std::move(merged), wanted.form_data, readings_, findings_);
  begin(ShowForm{std::move(opened)}, StepKind::form, std::string(to_string(ActionKind::open_form)), now);
}

void Chain::open_named(std::string name, TimePoint now) {
  if (!forms_) {
    wanted_form_ = std::move(name);
    waiting_ = Waiting::form_names;
    return begin(Request{std::string(op::form_list), Json(Json::Object{})}, StepKind::request,
                 std::string(op::form_list), now);
  }
  if (const FormName* form = find_form(*forms_, name)) return open_by_id(form->id, now);
  end(Failure{"expect.form", fmt::format("there is no form '{}'", text::printable(name, 100))}, now);
}

void Chain::open_by_id(std::int64_t id, TimePoint now) {
  wanted_id_ = id;
  waiting_ = Waiting::form;
  Json variables;
  variables.set("id", id);
  begin(Request{std::string(op::form_get), std::move(variables)}, StepKind::request,
        std::string(op::form_get), now);
}

void Chain::run(const Action& action, TimePoint now) {
  if (action.problem)
    return end(
        Failure{"http.action", fmt::format("{}: {}", text::printable(action.text(), 100), *action.problem)},
        now);
  if (action.kind == ActionKind::open_form) return open_named(action.form, now);
  begin(Perform{action}, StepKind::action, std::string(to_string(action.kind)), now);
}

void Chain::show(const Json& response, TimePoint now) {
  std::string text = readable(shown_part(response), limits_.display_bytes);
  if (text.empty()) return end(std::nullopt, now);
  begin(Display{std::move(text)}, StepKind::display, "display", now);
}

void Chain::begin(Task task, StepKind kind, std::string name, TimePoint now) {
  if (steps_.size() >= limits_.steps) {
    return end(Failure{"limit.chain",
                       fmt::format("the chain was stopped after {} steps: does it loop?", limits_.steps)},
               now);
  }
  task_ = std::move(task);
  steps_.push_back({kind, std::move(name), now, now, std::nullopt});
}

void Chain::finish_step(std::optional<Failure> failure, TimePoint now) {
  steps_.back().finished = now;
  steps_.back().failure = std::move(failure);
}

void Chain::end(std::optional<Failure> failure, TimePoint now) {
  waiting_ = Waiting::nothing;
  script_is_due_ = false;
  finished_ = now;
  task_ = Done{std::move(failure)};
}

}  // namespace cxload::webphone
