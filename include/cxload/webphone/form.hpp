/// Form: a stored form, what a script makes of it for one opening, and what may be submitted (WP-FORM).
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/webphone/finding.hpp>
#include <cxload/webphone/json.hpp>
#include <cxload/webphone/readings.hpp>

namespace cxload::webphone {

/// A field keeps every setting it came with, known or not: a merge must not lose what it does not understand.
class Field {
 public:
  Field() = default;
  Field(std::string name, Json settings) : name_(std::move(name)), settings_(std::move(settings)) {}

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Json& settings() const { return settings_; }  ///< an object
  [[nodiscard]] std::string type() const;                           ///< "text" when it does not say
  [[nodiscard]] std::string label() const;
  [[nodiscard]] bool is_required() const { return flag("required"); }
  [[nodiscard]] bool is_disabled() const { return flag("disabled"); }
  [[nodiscard]] bool is_hidden() const { return flag("hidden"); }
  [[nodiscard]] bool is_multiline() const { return flag("multiline"); }
  [[nodiscard]] const Json* default_value() const { return settings_.find("defaultValue"); }
  [[nodiscard]] std::string validation() const;
  [[nodiscard]] std::string regex() const;
  [[nodiscard]] std::optional<std::int64_t> width() const;

  void update(const Json& settings);  ///< key by key

 private:
  [[nodiscard]] bool flag(std::string_view key) const;
  std::string name_;
  Json settings_;
};

struct FormLimits {
  static constexpr std::size_t fields = 500;
  static constexpr std::size_t items = 1'000;   ///< of one formSchema
  static constexpr std::size_t settings = 100;  ///< of a field
  static constexpr std::size_t forms = 2'000;
  static constexpr std::size_t value_bytes = 65'536;
};

struct Form {
  std::int64_t id = 0;
  std::string name;
  std::optional<std::int64_t> sandbox_id;
  std::string placement;
  std::vector<Field> fields;

  [[nodiscard]] const Field* find(std::string_view field) const;  ///< exact name (WP-FORM-MERGE-7)
};
/// Failures: http.shape (no object, no id, a schema that is no list), http.json_limit.
[[nodiscard]] Outcome<Form> read_form(const Json& value, Findings& findings);

/// A line of the list of forms, for openForm(name).
struct FormName {
  std::int64_t id = 0;
  std::string name;
};
[[nodiscard]] Outcome<std::vector<FormName>> read_form_names(const Json& value, Findings& findings);
/// Case does not count (WP-FN-4); the first of equal ones.
[[nodiscard]] const FormName* find_form(const std::vector<FormName>& forms, std::string_view name);

/// The form of this opening: `stored` stays as it is (WP-FORM-MERGE-*).
[[nodiscard]] Form merge_schema(const Form& stored, const Json* form_schema, Findings& findings);

/// A form on the screen: its fields and the values that stand in them.
struct OpenedForm {
  Form form;
  Json values{Json::Object{}};  ///< an object: name of the field, value
};
/// Defaults, then formData over them; formData makes no new fields.
[[nodiscard]] OpenedForm open_form(Form form, const Json* form_data, const Readings& readings,
                                   Findings& findings);

struct FieldProblem {
  std::string field;
  std::string row;  ///< "WP-FORM-SET-2"
  std::string sentence;
};
/// What a person typed (an object of field names) over what stands there. Unknown names and disabled or
/// hidden fields cannot be typed into: they are problems too.
[[nodiscard]] std::vector<FieldProblem> fill_in(OpenedForm& opened, const Json& typed);
/// What blocks the submit: required and empty, rule or regex not met.
[[nodiscard]] std::vector<FieldProblem> validate(const OpenedForm& opened);

}  // namespace cxload::webphone
