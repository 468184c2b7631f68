#include <cxload/base/text.hpp>
#include <cxload/webphone/form.hpp>

#include "shape.hpp"

namespace cxload::webphone {

std::string Field::type() const {
  std::string type = text::to_lower(text_of(settings_, "type"));
  return type.empty() ? "text" : type;
}

std::string Field::label() const { return text_of(settings_, "label"); }

std::string Field::validation() const { return text::to_lower(text_of(settings_, "validation")); }

std::string Field::regex() const { return text_of(settings_, "regex"); }

std::optional<std::int64_t> Field::width() const { return integer_of(settings_, "width"); }

bool Field::flag(std::string_view key) const { return truth_of(settings_, key); }

void Field::update(const Json& settings) {
  const auto* members = settings.if_object();
  if (members == nullptr) return;
  const auto has_room = [&] {
    return settings_.if_object() == nullptr || settings_.if_object()->size() < FormLimits::settings;
  };
  for (const Json::Member& member : *members)
    if (member.name != "name" && (has_room() || settings_.find(member.name) != nullptr))
      settings_.set(member.name, member.value);
}

}  // namespace cxload::webphone
