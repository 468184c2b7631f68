#include <algorithm>
#include <cctype>
#include <string>

#include <cxload/base/text.hpp>
#include <cxload/sip/auto_answer.hpp>

namespace cxload::sip {
namespace {

constexpr std::chrono::seconds longest_wait{60};

std::string lower(std::string_view value) {
  std::string out(value);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

/// The number behind `answer-after=` anywhere in a value: the parameter is used with and without a URI before
/// it.
std::optional<std::chrono::seconds> answer_after(std::string_view value) {
  constexpr std::string_view parameter = "answer-after=";
  const std::size_t at = value.find(parameter);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = value.substr(at + parameter.size());
  const auto seconds = text::parse_unsigned(rest.substr(0, rest.find_first_not_of("0123456789")));
  if (!seconds) return std::nullopt;
  return std::chrono::seconds(std::min<std::uint64_t>(*seconds, longest_wait.count()));
}

}  // namespace

std::optional<std::chrono::seconds> auto_answer_after(const Message& invite) {
  for (std::size_t i = 0; i < invite.field_count(); ++i) {
    const Message::Field field = invite.field(i);
    const bool is_alert = text::iequals(field.name, "Alert-Info");
    const bool is_mode =
        text::iequals(field.name, "Answer-Mode") || text::iequals(field.name, "Priv-Answer-Mode");
    if (!is_alert && !is_mode && !text::iequals(field.name, "Call-Info")) continue;
    const std::string value = lower(field.value);
    if (is_mode) {
      if (text::trim(std::string_view(value).substr(0, value.find(';'))) == "auto")
        return std::chrono::seconds(0);
      continue;
    }
    if (const auto after = answer_after(value)) return after;
    if (is_alert && (value.find("alert-autoanswer") != std::string_view::npos ||
                     value.find("auto answer") != std::string_view::npos))
      return std::chrono::seconds(0);
  }
  return std::nullopt;
}

}  // namespace cxload::sip
