// Forms as they are stored, and as a script changes them for one opening.
#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/form.hpp>

#include "shape.hpp"

namespace cxload::webphone {
namespace {

/// The name of an item of a schema; empty: it is no field, and why is a finding.
std::string name_of(const Json& item, std::string_view row, Findings& findings) {
  const auto* members = item.if_object();
  std::string name = text_of(item, "name");
  if (members == nullptr) {
    findings.add(row, Level::info, fmt::format("an item of a schema is {}, not an object", item.type_name()));
  } else if (members->size() > FormLimits::settings) {
    findings.add(row, Level::info, "an item of a schema has more settings than a field can have");
    name.clear();
  } else if (name.empty()) {
    findings.add(row, Level::info, "an item of a schema has no name and is ignored");
  }
  return name;
}

Outcome<std::vector<Field>> read_fields(const Json& schema, Findings& findings) {
  const auto items = list_of(schema, "the schema of a form", FormLimits::fields);
  if (!items) return items.error();
  std::vector<Field> fields;
  for (const Json& item : **items) {
    std::string name = name_of(item, "WP-FORM-SET-7", findings);
    if (!name.empty()) fields.emplace_back(std::move(name), item);
  }
  return fields;
}

}  // namespace

const Field* Form::find(std::string_view field) const {
  const auto at =
      std::find_if(fields.begin(), fields.end(), [&](const Field& one) { return one.name() == field; });
  return at == fields.end() ? nullptr : &*at;
}

Outcome<Form> read_form(const Json& value, Findings& findings) {
  if (value.if_object() == nullptr) return wrong_shape("a form", "an object", value);
  const auto id = integer_of(value, "id");
  if (!id) return Failure{"http.shape", "a form has no id"};
  Form form{
      *id, text_of(value, "name"), set_integer_of(value, "sandbox_id"), text_of(value, "placement"), {}};
  const Json* schema = value.find("schema");
  if (schema == nullptr || schema->is_null()) return form;  // a form may be a button and nothing else
  auto fields = read_fields(*schema, findings);
  if (!fields) return fields.error();
  form.fields = std::move(*fields);
  return form;
}

Outcome<std::vector<FormName>> read_form_names(const Json& value, Findings& findings) {
  const auto items = list_of(value, "the list of forms", FormLimits::forms);
  if (!items) return items.error();
  std::vector<FormName> names;
  for (const Json& item : **items) {
    const auto id = integer_of(item, "id");
    std::string name = text_of(item, "name");
    if (id && !name.empty())
      names.push_back({*id, std::move(name)});
    else
      findings.add("WP-ACT-FORM-1", Level::must, "an entry of the list of forms has no id or no name");
  }
  return names;
}

const FormName* find_form(const std::vector<FormName>& forms, std::string_view name) {
  const std::string_view wanted = text::trim(name);
  const auto at = std::find_if(forms.begin(), forms.end(), [&](const FormName& one) {
    return text::iequals(text::trim(one.name), wanted);
  });
  return at == forms.end() ? nullptr : &*at;
}

Form merge_schema(const Form& stored, const Json* form_schema, Findings& findings) {
  Form form = stored;
  const auto* items = form_schema == nullptr ? nullptr : form_schema->if_list();
  if (items == nullptr) return form;
  for (std::size_t i = 0; i < items->size(); ++i) {
    if (i == FormLimits::items) {
      findings.add("WP-FORM-MERGE-3", Level::info,
                   "a formSchema has more items than any form; the rest is ignored");
      break;
    }
    const Json& item = (*items)[i];
    std::string name = name_of(item, "WP-FORM-MERGE-9", findings);
    if (name.empty()) continue;
    const auto at = std::find_if(form.fields.begin(), form.fields.end(),
                                 [&](const Field& one) { return one.name() == name; });
    if (at != form.fields.end()) {
      at->update(item);
    } else if (form.fields.size() == FormLimits::fields) {
      findings.add("WP-FORM-MERGE-3", Level::info, "a script adds more fields than a form can have");
      return form;
    } else {
      form.fields.emplace_back(std::move(name), item);
    }
  }
  return form;
}

}  // namespace cxload::webphone
