#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/action.hpp>

namespace cxload::webphone {
namespace {

struct Name {
  ActionKind kind;
  std::string_view name;
};
// "The full list of permitted actions", in its order.
constexpr auto names = std::to_array<Name>({{ActionKind::answer_call, "answerCall"},
                                            {ActionKind::end_call, "endCall"},
                                            {ActionKind::make_call, "makeCall"},
                                            {ActionKind::open_form, "openForm"},
                                            {ActionKind::redirect, "redirect"},
                                            {ActionKind::toggle_mic, "toggleMic"},
                                            {ActionKind::save, "save"},
                                            {ActionKind::next, "next"}});

bool is_scheme_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '.' ||
         c == '-';
}

/// As a browser reads it: blanks and controls before it, tabs and line ends inside it do not count.
std::string scheme_of(std::string_view url) {
  std::string scheme;
  for (const char c : url) {
    const bool is_ignored =
        c == '\t' || c == '\n' || c == '\r' || (scheme.empty() && static_cast<unsigned char>(c) <= ' ');
    if (is_ignored) continue;
    if (c == ':') return text::to_lower(scheme);
    if (!is_scheme_letter(c)) return {};
    scheme += c;
  }
  return {};
}

bool runs_code(std::string_view url) {
  const std::string scheme = scheme_of(url);
  return scheme == "javascript" || scheme == "data" || scheme == "vbscript";
}

void read_call(Action& action) {
  const std::string_view wanted =
      action.params.empty() ? std::string_view() : std::string_view(action.params[0]);
  for (const CallProperty property : {CallProperty::alt_phone, CallProperty::phone_code})
    if (text::iequals(wanted, to_string(property))) action.call = property;
  if (!action.call) action.problem = "makeCall takes alt_phone or phone_code and nothing else";
}

void read_redirect(Action& action, const Readings& readings) {
  if (action.params.empty() || text::trim(action.params[0]).empty()) {
    action.problem = "redirect needs a URL";
    return;
  }
  action.url = action.params[0];
  if (runs_code(action.url)) action.problem = "redirect to a URL that is code";
  const bool by_position = readings.redirect_options == RedirectOptions::by_position;
  for (std::size_t i = 1; i < action.params.size(); ++i) {
    const std::string_view option = text::trim(action.params[i]);
    if (text::iequals(option, "true") && (!by_position || i == 1)) action.is_external = true;
    if (text::iequals(option, "_blank") && (!by_position || i == 2)) action.in_new_page = true;
  }
}

void read_form(Action& action) {
  if (!action.params.empty()) action.form = text::trim(action.params[0]);
  if (action.form.empty()) action.problem = "openForm needs the name of a form";
}

void read_save(Action& action) {
  const std::string_view wanted =
      action.params.empty() ? std::string_view() : std::string_view(action.params[0]);
  for (const Decision decision : {Decision::yes, Decision::no, Decision::unknown})
    if (text::iequals(text::trim(wanted), to_string(decision))) action.decision = decision;
  if (!action.decision) action.problem = "save takes Yes, No or Unknown";
}

}  // namespace

std::string_view to_string(ActionKind kind) {
  const auto at = std::find_if(names.begin(), names.end(), [&](const Name& one) { return one.kind == kind; });
  return at == names.end() ? std::string_view() : at->name;
}

std::optional<ActionKind> action_kind(std::string_view name) {
  for (const Name& one : names)
    if (text::iequals(one.name, name)) return one.kind;
  return std::nullopt;
}

std::string_view to_string(CallProperty property) {
  return property == CallProperty::alt_phone ? "alt_phone" : "phone_code";
}

std::string_view to_string(Decision decision) {
  switch (decision) {
    case Decision::yes:
      return "Yes";
    case Decision::no:
      return "No";
    case Decision::unknown:
      break;
  }
  return "Unknown";
}

std::string Action::text() const {
  if (params.empty()) return std::string(to_string(kind));
  return fmt::format("{}({})", to_string(kind), fmt::join(params, ", "));
}

std::optional<Action> permitted(const Notation& notation, const Readings& readings) {
  const auto kind = action_kind(notation.name);
  if (!kind) return std::nullopt;
  Action action;
  action.kind = *kind;
  action.params = notation.params;
  if (*kind == ActionKind::make_call) read_call(action);
  if (*kind == ActionKind::open_form) read_form(action);
  if (*kind == ActionKind::redirect) read_redirect(action, readings);
  if (*kind == ActionKind::save) read_save(action);
  return action;
}

std::string redirect_target(const Action& action, std::string_view origin) {
  const std::string_view url = text::trim(action.url);
  if (url.starts_with("//")) return fmt::format("https:{}", url);
  // "host:8443/path" is no scheme: a scheme of the web is followed by slashes.
  const std::string scheme = scheme_of(url);
  if (!scheme.empty() && url.substr(std::min(url.size(), scheme.size() + 1)).starts_with("//"))
    return std::string(url);
  if (scheme == "tel" || scheme == "sip" || scheme == "mailto") return std::string(url);
  if (action.is_external) return fmt::format("https://{}", url);
  return fmt::format("{}{}{}", origin, url.starts_with('/') ? "" : "/", url);
}

}  // namespace cxload::webphone
