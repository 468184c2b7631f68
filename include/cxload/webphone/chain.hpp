/// Chain: what follows from one press of a button, one thing at a time (WP-PREC, WP-SF, WP-CHAIN). A machine:
/// it says what to do next, its phone does it and tells the outcome. Only press() starts one.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/result.hpp>
#include <cxload/webphone/action.hpp>
#include <cxload/webphone/button.hpp>
#include <cxload/webphone/finding.hpp>
#include <cxload/webphone/form.hpp>
#include <cxload/webphone/json.hpp>
#include <cxload/webphone/precedence.hpp>
#include <cxload/webphone/readings.hpp>

namespace cxload::webphone {

/// Send this operation of the site profile; answer with on_reply() or on_failed().
struct Request {
  std::string operation;  ///< button.run, form.list, form.get, form.submit
  Json variables;         ///< an object for path and body: id, data, values …
};
/// Run this action on the phone; answer with on_performed().
struct Perform {
  Action action;
};
/// A form is on the screen; answer with submit() or cancel().
struct ShowForm {
  OpenedForm opened;
};
/// Show this to the person; answer with on_performed().
struct Display {
  std::string text;  ///< as readable text, bounded; escape it before it goes into a page
};
/// The chain is over.
struct Done {
  std::optional<Failure> failure;
};
using Task = std::variant<Request, Perform, ShowForm, Display, Done>;

enum class StepKind : std::uint8_t { request, action, form, display };
[[nodiscard]] std::string_view to_string(StepKind kind);

/// For button.step and button.chain. An opened form counts as the action openForm, and its step as long as it
/// was open.
struct StepRecord {
  StepKind kind = StepKind::request;
  std::string name;  ///< operation or action
  TimePoint started;
  TimePoint finished;
  std::optional<Failure> failure;
};

struct ChainLimits {
  std::size_t steps = 32;  ///< more is a loop: limit.chain
  std::size_t display_bytes = 4'096;
  JsonLimits json;
};

/// Threads: one phone. Inputs that do not fit the task at hand return false and change nothing.
class Chain {
 public:
  explicit Chain(Readings readings = {}, ChainLimits limits = {}) : readings_(readings), limits_(limits) {}

  /// Names of forms already known, for openForm(name); without them the chain asks once with form.list.
  void know_forms(std::vector<FormName> forms) { forms_ = std::move(forms); }

  /// `context` is the body of POST button: {"data": record, "selected": [], "page": "agent"}. Refused while a
  /// chain runs (WP-ACT-ONE-1).
  bool press(const Button& button, Json context, TimePoint now);
  [[nodiscard]] bool is_running() const { return !std::holds_alternative<Done>(task_); }
  [[nodiscard]] const Task& task() const { return task_; }

  bool on_reply(int status, std::string_view body, TimePoint now);
  bool on_failed(Failure failure, TimePoint now);  ///< no reply, or the operation is not mapped
  bool on_performed(const Outcome<>& outcome, TimePoint now);
  /// Problems block the submit and leave the form open (WP-FORM-SET-2); none: it is on its way.
  [[nodiscard]] std::vector<FieldProblem> submit(const Json& typed, TimePoint now);
  bool cancel(TimePoint now);  ///< the form is closed without a submit; the chain ends well

  [[nodiscard]] std::string_view rule() const { return choice_.row; }  ///< the row that chose: "WP-PREC-12"
  [[nodiscard]] const std::vector<StepRecord>& steps() const { return steps_; }
  [[nodiscard]] std::vector<std::string> actions() const;  ///< run so far, in order: "openForm", "makeCall"
  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] TimePoint started() const { return started_; }
  [[nodiscard]] TimePoint finished() const { return finished_; }  ///< once it does not run

 private:
  enum class Waiting : std::uint8_t { nothing, script, form_names, form, form_script };

  void begin(Task task, StepKind kind, std::string name, TimePoint now);
  void end(std::optional<Failure> failure, TimePoint now);
  void finish_step(std::optional<Failure> failure, TimePoint now);
  void on_script_reply(Json response, bool is_of_button, TimePoint now);
  void on_form_names(const Json& response, TimePoint now);
  void on_form(const Json& response, TimePoint now);
  void run_script(TimePoint now);
  void open_chosen(TimePoint now);
  void open_named(std::string name, TimePoint now);
  void open_by_id(std::int64_t id, TimePoint now);
  void run(const Action& action, TimePoint now);
  void show(const Json& response, TimePoint now);

  Readings readings_;
  ChainLimits limits_;
  std::optional<std::vector<FormName>> forms_;
  Task task_ = Done{};
  Waiting waiting_ = Waiting::nothing;
  Choice choice_;
  Button button_;
  Json context_;                ///< body of POST button, until it is sent
  bool script_is_due_ = false;  ///< behind a local action (A-16 as `both`)
  std::string wanted_form_;     ///< name that waits for the list
  std::int64_t wanted_id_ = 0;
  Json manipulation_;  ///< response whose __ manipulates the next form
  std::vector<StepRecord> steps_;
  Findings findings_;
  TimePoint started_, finished_;
};

}  // namespace cxload::webphone
