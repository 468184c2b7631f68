/// Readings: where the documentation of the Web Phone can be read in two ways, what we decided. One table.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>

namespace cxload::webphone {

enum class CodecMatch : std::uint8_t { whole, prefix, anywhere };       ///< A-13
enum class SelectLimits : std::uint8_t { ignored, obeyed };             ///< A-15
enum class LocalBesideScript : std::uint8_t { script_only, both };      ///< A-16
enum class ActionBesideForm : std::uint8_t { action, form };            ///< A-17, without a script
enum class ScriptBesideForm : std::uint8_t { form_only, action_only };  ///< A-18
enum class RedirectOptions : std::uint8_t { by_value, by_position };    ///< A-22
enum class NextFormSchema : std::uint8_t { applied, ignored };          ///< A-26
enum class InitialValue : std::uint8_t { form_data, default_value };    ///< A-27

/// The readings that a site may override; a new one is as decided.
struct Readings {
  CodecMatch codec_match = CodecMatch::whole;
  SelectLimits select_limits = SelectLimits::ignored;
  LocalBesideScript local_beside_script = LocalBesideScript::script_only;
  ActionBesideForm action_beside_form = ActionBesideForm::action;
  ScriptBesideForm script_beside_form = ScriptBesideForm::form_only;
  RedirectOptions redirect_options = RedirectOptions::by_value;
  NextFormSchema next_form_schema = NextFormSchema::applied;
  InitialValue initial_value = InitialValue::form_data;

  /// set("A-13", "prefix"). Failures: local.reading (no such reading, not to be overridden, no such choice).
  [[nodiscard]] Outcome<> set(std::string_view id, std::string_view choice);
  bool operator==(const Readings&) const = default;
};

/// One row of the register of ambiguities.
struct Reading {
  std::string_view id;     ///< "A-16"
  std::string_view lines;  ///< of the documentation
  std::string_view question;
  std::string_view decided;
  std::span<const std::string_view> choices;  ///< first the decided one; empty: not to be overridden
};
[[nodiscard]] std::span<const Reading> readings();
[[nodiscard]] const Reading* find_reading(std::string_view id);

}  // namespace cxload::webphone
