// What stands in an opened form, what a person may type, and what blocks a submit.
#include <array>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/form.hpp>
#include <cxload/webphone/pattern.hpp>

#include "shape.hpp"

namespace cxload::webphone {
namespace {

/// Named rules; their names are not documented, these are what form builders call them.
struct Rule {
  std::string_view name;
  std::string_view pattern;
};
constexpr auto rules = std::to_array<Rule>({
    {"email", R"(^[^\s@]+@[^\s@]+\.[^\s@]+$)"},
    {"number", R"(^[-+]?\d+(\.\d+)?$)"},
    {"numeric", R"(^[-+]?\d+(\.\d+)?$)"},
    {"integer", R"(^[-+]?\d+$)"},
    {"phone", R"(^\+?[\d ().-]{3,30}$)"},
    {"url", R"(^[a-zA-Z][a-zA-Z0-9+.-]*://\S+$)"},
});

bool is_empty(const Json* value) {
  if (value == nullptr || value->is_null()) return true;
  if (const auto* text = value->if_text()) return text->empty();
  const auto* items = value->if_list();
  return items != nullptr && items->empty();
}

std::string shown(std::string_view name) { return text::printable(name, 60); }

/// Whether `text` fits; a pattern that cannot be read blocks nobody.
bool fits(std::string_view pattern, std::string_view text, LetterCase letter_case) {
  const auto compiled = Pattern::compile(pattern, letter_case);
  return !compiled || compiled->is_found_in(text);
}

void validate_text(const Field& field, std::string_view value, std::vector<FieldProblem>& problems) {
  const std::string rule = field.validation();
  for (const Rule& known : rules)
    if (known.name == rule && !fits(known.pattern, value, LetterCase::exact))
      problems.push_back(
          {field.name(), "WP-FORM-SET-9", fmt::format("'{}' is no {}", shown(field.name()), rule)});
  if (const std::string regex = field.regex(); !regex.empty() && !fits(regex, value, LetterCase::exact))
    problems.push_back(
        {field.name(), "WP-FORM-SET-8", fmt::format("'{}' does not fit its regex", shown(field.name()))});
}

std::optional<FieldProblem> typing_problem(const Form& form, const Json::Member& typed) {
  const Field* field = form.find(typed.name);
  const auto problem = [&](std::string_view row, std::string_view what) {
    return FieldProblem{typed.name, std::string(row), fmt::format("'{}' {}", shown(typed.name), what)};
  };
  if (field == nullptr) return problem("WP-FORM-DATA-2", "is no field of this form");
  if (field->is_disabled()) return problem("WP-FORM-SET-3", "is disabled: nobody can type into it");
  if (field->is_hidden()) return problem("WP-FORM-SET-4", "is hidden: nobody can type into it");
  const auto* text = typed.value.if_text();
  if (text != nullptr && text->size() > FormLimits::value_bytes)
    return problem("WP-FORM-SUBMIT-1", "is too long");
  return std::nullopt;
}

}  // namespace

OpenedForm open_form(Form form, const Json* form_data, const Readings& readings, Findings& findings) {
  OpenedForm opened;
  for (const Field& field : form.fields) {
    const Json* value = field.default_value();
    opened.values.set(field.name(), value == nullptr || value->is_null() ? Json("") : *value);
  }
  const auto* members = form_data == nullptr ? nullptr : form_data->if_object();
  if (members != nullptr) {
    for (const Json::Member& member : *members) {
      const Field* field = form.find(member.name);
      if (field == nullptr) {
        findings.add("WP-FORM-DATA-2", Level::info,
                     fmt::format("formData names '{}', which is no field of the form", shown(member.name)));
        continue;
      }
      const bool keeps_default = readings.initial_value == InitialValue::default_value;
      if (!keeps_default || is_empty(field->default_value())) opened.values.set(member.name, member.value);
    }
  }
  opened.form = std::move(form);
  return opened;
}

std::vector<FieldProblem> fill_in(OpenedForm& opened, const Json& typed) {
  std::vector<FieldProblem> problems;
  const auto* members = typed.if_object();
  if (members == nullptr) return problems;
  for (const Json::Member& member : *members) {
    if (auto problem = typing_problem(opened.form, member))
      problems.push_back(std::move(*problem));
    else
      opened.values.set(member.name, member.value);
  }
  return problems;
}

std::vector<FieldProblem> validate(const OpenedForm& opened) {
  std::vector<FieldProblem> problems;
  for (const Field& field : opened.form.fields) {
    if (field.is_disabled() || field.is_hidden()) continue;  // nobody could mend it
    const Json* value = opened.values.find(field.name());
    if (is_empty(value)) {
      if (field.is_required())
        problems.push_back(
            {field.name(), "WP-FORM-SET-2", fmt::format("'{}' is required and empty", shown(field.name()))});
    } else if (const auto text = value->scalar_text()) {
      validate_text(field, *text, problems);
    }
  }
  return problems;
}

}  // namespace cxload::webphone
