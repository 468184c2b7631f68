#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/sip/option_tag.hpp>

namespace cxload::sip {

bool has_option(const Message& message, HeaderId id, std::string_view tag) {
  if (!message.find(id)) return false;
  const auto values = message.values(id);
  return std::any_of(values.begin(), values.end(),
                     [&](std::string_view value) { return text::iequals(text::trim(value), tag); });
}

std::string unknown_options(const Message& request, std::string_view known) {
  std::string out;
  if (!request.find(HeaderId::require)) return out;
  const std::vector<std::string_view> ours = text::split(known, ',');
  for (const std::string_view value : request.values(HeaderId::require)) {
    const std::string_view tag = text::trim(value);
    const auto is_same = [&](std::string_view own) { return text::iequals(own, tag); };
    if (!tag.empty() && std::none_of(ours.begin(), ours.end(), is_same))
      out.append(out.empty() ? "" : ", ").append(tag);
  }
  return out;
}

}  // namespace cxload::sip
