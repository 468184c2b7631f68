/// Number: what answers when a test number is called. To add one: a file in numbers/, a line in
/// number_registry.cpp.
#pragma once
#include <optional>
#include <span>
#include <string_view>

#include <cxload/base/clock.hpp>

#include "media/port.hpp"

namespace cxload::standin {

struct Number {
  std::string_view digits;
  std::string_view what;
  bool rings = false;                     ///< 180 at once
  std::optional<Duration> answers_after;  ///< 200
  int refuses_with = 0;                   ///< a status, at once
  std::string_view moved_to = {};         ///< Contacts of a refusal, "163;q=0.9 160;q=0.5": numbers of ours
  MediaKind media = MediaKind::none;
  bool takes_user = false;  ///< a user of ours follows its digits
};

[[nodiscard]] std::span<const Number* const> numbers();
[[nodiscard]] const Number* find_number(std::string_view dialled);

}  // namespace cxload::standin
