/// Action: what a button or a script may make the phone do, and the notation it is written in (WP-FN,
/// WP-ACT).
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/webphone/finding.hpp>
#include <cxload/webphone/json.hpp>
#include <cxload/webphone/readings.hpp>

namespace cxload::webphone {

/// The full list; nothing else runs.
enum class ActionKind : std::uint8_t {
  answer_call,
  end_call,
  make_call,
  open_form,
  redirect,
  toggle_mic,
  save,
  next
};
[[nodiscard]] std::string_view to_string(ActionKind kind);                   ///< as documented: "makeCall"
[[nodiscard]] std::optional<ActionKind> action_kind(std::string_view name);  ///< case does not count

/// `name(p1, p2)` as it was written: quotes and blanks around parameters are gone, nothing is altered.
struct Notation {
  std::string name;
  std::vector<std::string> params;
  bool operator==(const Notation&) const = default;
};
struct NotationLimits {
  static constexpr std::size_t bytes = 4'096;
  static constexpr std::size_t params = 16;
};
/// Failures: http.action (no name, a bracket or quote that does not close, text behind it, too long).
[[nodiscard]] Outcome<Notation> parse_notation(std::string_view text);

enum class CallProperty : std::uint8_t { alt_phone, phone_code };
enum class Decision : std::uint8_t { yes, no, unknown };
[[nodiscard]] std::string_view to_string(CallProperty property);  ///< "alt_phone"
[[nodiscard]] std::string_view to_string(Decision decision);      ///< "Yes"

/// A permitted action with its parameters understood.
struct Action {
  ActionKind kind = ActionKind::answer_call;
  std::optional<CallProperty> call;  ///< makeCall
  std::string form;                  ///< openForm: its name, compared without case
  std::string url;                   ///< redirect: as written
  bool is_external = false;          ///< redirect: leads to another site even without a scheme
  bool in_new_page = false;          ///< redirect: the phone's page stays
  std::optional<Decision> decision;  ///< save
  std::vector<std::string> params;   ///< all of them as written

  /// What makes it impossible to run, in one sentence: makeCall of something else than the two properties, no
  /// form, no url, a `javascript:` url, a decision that is none. Nothing: it can run.
  std::optional<std::string> problem;
  [[nodiscard]] std::string text() const;  ///< "makeCall(alt_phone)"
  bool operator==(const Action&) const = default;
};
/// Nothing: the name is not on the list.
[[nodiscard]] std::optional<Action> permitted(const Notation& notation, const Readings& readings = {});

/// Where a redirect leads from a page of `origin` ("https://phone.example.com"): absolute, for people and
/// expectations.
[[nodiscard]] std::string redirect_target(const Action& action, std::string_view origin);

/// `__` of a response of a script (button or form).
struct ScriptActions {
  std::optional<Action> action;       ///< on the list; with a `problem` it must not run
  const Json* form_schema = nullptr;  ///< a list, inside the response
  const Json* form_data = nullptr;    ///< an object, inside the response
  bool is_present = false;            ///< the response has a `__` that is an object
};
/// Reads `response["__"]`; `formId` and `eval` stay where they are. What breaks a rule is a finding, never
/// more.
[[nodiscard]] ScriptActions read_script_actions(const Json& response, const Readings& readings,
                                                Findings& findings);

}  // namespace cxload::webphone
