// The register of ambiguities: every place where the documentation can be read in two ways, and what holds
// here.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/readings.hpp>

namespace cxload::webphone {
namespace {

using Choices = std::span<const std::string_view>;

constexpr std::array<std::string_view, 3> codec_match{"whole", "prefix", "anywhere"};
constexpr std::array<std::string_view, 2> select_limits{"ignored", "obeyed"};
constexpr std::array<std::string_view, 2> local_beside_script{"script_only", "both"};
constexpr std::array<std::string_view, 2> action_beside_form{"action", "form"};
constexpr std::array<std::string_view, 2> script_beside_form{"form_only", "action_only"};
constexpr std::array<std::string_view, 2> redirect_options{"by_value", "by_position"};
constexpr std::array<std::string_view, 2> next_form_schema{"applied", "ignored"};
constexpr std::array<std::string_view, 2> initial_value{"form_data", "default_value"};

// clang-format off
constexpr auto table = std::to_array<Reading>({
    {"A-01", "8-10", "What triggers a push, and how does it travel?", "An inbound call to a phone whose page is closed, by Web Push; other deployments are judged at SHOULD.", {}},
    {"A-02", "16", "Does iOS have push at all?", "Only installed apps have: its absence is no fault, it must only do no harm.", {}},
    {"A-03", "25", "Signalling over WebRTC and media over WebSockets?", "The words are swapped: SIP over WebSocket on 443, media over WebRTC on UDP.", {}},
    {"A-04", "152", "Is registration SIP REGISTER or sign-up?", "Sign-up of new accounts.", {}},
    {"A-05", "33-38", "Does media also bypass a firewall?", "Only its encryption is promised; media where UDP is blocked is reported.", {}},
    {"A-06", "44", "Must TLS 1.0 be accepted?", "No: it is a remark about browsers. 1.2 or 1.3 must be there, older ones are a warning.", {}},
    {"A-07", "52", "When does *#0*# fire, is it dialled, does it toggle?", "With its last key; never dialled; it switches on, until the page is loaded again.", {}},
    {"A-08", "90, 98, 117", "Only one server, or an AnyEdge set?", "Every address behind the name must serve WSS with its certificate.", {}},
    {"A-09", "118-124", "Which fields of the template customer are copied?", "All that configure; not those that identify (name, ids, contacts, users, credentials, balance).", {}},
    {"A-10", "125, 131, 152", "Sign-up in the phone or in the customer portal?", "Both, on one server with one template.", {}},
    {"A-11", "136, 218", "Material icons and Font Awesome?", "Two sets: the menu uses the first, buttons the second.", {}},
    {"A-12", "144-146", "What switches the container of a custom page off?", "The marker comment NO-CONTAINER in the template, not the style of the frame.", {}},
    {"A-13", "161", "How does a codec pattern match?", "As a JavaScript expression over the whole name, case without meaning.", Choices(codec_match)},
    {"A-14", "214-236", "What does a property that is not set look like?", "null, absent, 0 or empty: all four.", {}},
    {"A-15", "226", "Do min_select and max_select matter where nothing can be selected?", "No.", Choices(select_limits)},
    {"A-16", "188, 328", "A button with another action and a script: the script only, or both?", "The script only.", Choices(local_beside_script)},
    {"A-17", "324-328", "A button with another action and a form, without a script?", "The action; form_id goes before openForm only.", Choices(action_beside_form)},
    {"A-18", "328", "A button that opens a form, and a script that answers with an action?", "The form; only the schema and data of the answer are used.", Choices(script_beside_form)},
    {"A-19", "189", "How is a response displayed?", "Scalars as a message, lists and objects in a readable form, nothing in silence.", {}},
    {"A-20", "231", "Are parameters without case, URLs too?", "Keywords and names of forms are compared without case; no value is ever altered.", {}},
    {"A-21", "304-305", "Is alt_phone a word or a placeholder?", "A word that names a property of the record.", {}},
    {"A-22", "259, 307-309", "Optional parameters of redirect: by position or by value?", "By value.", Choices(redirect_options)},
    {"A-23", "311-313", "What does save store?", "The record with the decision Yes, No or Unknown.", {}},
    {"A-24", "209-298", "JavaScript or JSON?", "Strict JSON, the key is two underscores; eval is a text at most.", {}},
    {"A-25", "194, 358", "Who sees to it that only a button starts a chain?", "The client.", {}},
    {"A-26", "190", "Does the schema in a form's response change the next form?", "Yes, by the same rules.", Choices(next_form_schema)},
    {"A-27", "282, 288", "defaultValue and formData for one field?", "formData: it is meant for this opening.", Choices(initial_value)},
    {"A-28", "292", "Which keys are not implemented?", "formId and eval: both do nothing.", {}},
    {"A-29", "60", "Which SIP information do the settings show?", "User name, realm, CLI; never the password.", {}},
    {"A-30", "174", "May the SDK's URL be http?", "https only: a microphone needs a secure context.", {}},
    {"A-31", "301-314", "Parameters of save?", "save(Yes), save(No), save(Unknown).", {}},
    {"A-32", "230", "A fourth parameter after two?", "A slip: one or more parameters.", {}},
    {"A-33", "205", "What replaces button_id in the path?", "The button's id.", {}},
    {"A-34", "186, 225", "'Agent' or agent?", "Compared without case.", {}},
    {"A-35", "68", "Where does the CNAME point?", "To the provider's web host, which is configurable.", {}},
    {"A-36", "180, 306", "Forms by Pages or by the form builder?", "One name space; ids are those of form_id.", {}},
    {"A-37", "186, 187, 202", "Is an Agent button on the softphone's page too?", "On the agent's page at least; elsewhere it is reported.", {}},
});
// clang-format on

template <class Enum>
bool take(Enum& into, Choices choices, std::string_view choice) {
  const auto at = std::find(choices.begin(), choices.end(), choice);
  if (at == choices.end()) return false;
  into = static_cast<Enum>(at - choices.begin());
  return true;
}

bool store(Readings& all, std::string_view id, std::string_view choice) {
  if (id == "A-13") return take(all.codec_match, codec_match, choice);
  if (id == "A-15") return take(all.select_limits, select_limits, choice);
  if (id == "A-16") return take(all.local_beside_script, local_beside_script, choice);
  if (id == "A-17") return take(all.action_beside_form, action_beside_form, choice);
  if (id == "A-18") return take(all.script_beside_form, script_beside_form, choice);
  if (id == "A-22") return take(all.redirect_options, redirect_options, choice);
  if (id == "A-26") return take(all.next_form_schema, next_form_schema, choice);
  return take(all.initial_value, initial_value, choice);
}

}  // namespace

std::span<const Reading> readings() { return table; }

const Reading* find_reading(std::string_view id) {
  const auto at = std::find_if(table.begin(), table.end(), [&](const Reading& one) { return one.id == id; });
  return at == table.end() ? nullptr : &*at;
}

Outcome<> Readings::set(std::string_view id, std::string_view choice) {
  const Reading* reading = find_reading(id);
  const std::string name = text::printable(id, 40);
  if (reading == nullptr) return Failure{"local.reading", fmt::format("there is no reading '{}'", name)};
  if (reading->choices.empty())
    return Failure{"local.reading", fmt::format("{} is not to be overridden", name)};
  if (store(*this, id, choice)) return {};
  return Failure{"local.reading",
                 fmt::format("{} is one of {}, not '{}'", name, fmt::join(reading->choices, ", "),
                             text::printable(choice, 40))};
}

}  // namespace cxload::webphone
