/// Lead: the record an agent works on; makeCall dials out of it, save and next act on it (WP-ACT-CALL,
/// WP-ACT-SAVE).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/webphone/action.hpp>
#include <cxload/webphone/finding.hpp>
#include <cxload/webphone/json.hpp>

namespace cxload::webphone {

/// Threads: none; a value type.
class Lead {
 public:
  /// Failures: http.shape (no object, no key).
  [[nodiscard]] static Outcome<Lead> read(const Json& value);
  /// The reply to agent.next and agent.current: 204 or an empty body is the end of the campaign, and no
  /// failure.
  [[nodiscard]] static Outcome<std::optional<Lead>> read_reply(int status, std::string_view body,
                                                               const JsonLimits& limits = {});

  [[nodiscard]] const std::string& key() const { return key_; }
  [[nodiscard]] const Json& record() const { return record_; }
  [[nodiscard]] std::optional<std::string> property(std::string_view name) const;

  /// The number makeCall dials: the value as it is. Failures: expect.no_number (empty, missing, or no number
  /// at all).
  [[nodiscard]] Outcome<std::string> number(CallProperty property) const;
  /// Variables of agent.save: record_id and decision.
  [[nodiscard]] Json save_variables(Decision decision) const;
  /// Body of POST button: {"data": record, "selected": [], "page": "agent"}.
  [[nodiscard]] Json button_context() const;

 private:
  std::string key_;
  Json record_;
};
/// Body of POST button when no record is open.
[[nodiscard]] Json empty_button_context();

/// WP-ACT-SAVE-1..3, WP-ACT-NEXT-1: what came back from agent.save and agent.next.
void judge_saved(const Json& stored, const Lead& lead, Decision decision, Findings& findings);
void judge_next(const Lead& before, const std::optional<Lead>& after, Findings& findings);

struct Campaign {
  std::string id, name, type;
  std::optional<std::int64_t> form_id;
};
[[nodiscard]] Outcome<std::vector<Campaign>> read_campaigns(const Json& value, Findings& findings);

}  // namespace cxload::webphone
