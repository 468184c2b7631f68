#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/webphone/finding.hpp>

namespace cxload::webphone {

std::string_view to_string(Level level) {
  switch (level) {
    case Level::must:
      return "MUST";
    case Level::should:
      return "SHOULD";
    case Level::negative:
      return "NEG";
    case Level::info:
      break;
  }
  return "INFO";
}

void Findings::add(std::string_view row, Level level, std::string_view sentence) {
  constexpr std::size_t most_bytes = 300;
  if (all_.size() == most) {
    ++left_out_;
    return;
  }
  all_.push_back({std::string(row), level, text::printable(sentence, most_bytes)});
}

void Findings::add(const Findings& others) {
  for (const Finding& one : others.all_) add(one.row, one.level, one.sentence);
  left_out_ += others.left_out_;
}

bool Findings::has(std::string_view row) const {
  return std::any_of(all_.begin(), all_.end(), [&](const Finding& one) { return one.row == row; });
}

bool Findings::has_fault() const {
  return std::any_of(all_.begin(), all_.end(), [](const Finding& one) { return one.level != Level::info; });
}

}  // namespace cxload::webphone
