/// Times of day as portals write them.
#pragma once
#include <optional>
#include <string_view>

#include <cxload/base/clock.hpp>

namespace cxload::webphone {

/// "2026-11-29T17:02:03Z", with fraction and zone; "2026-11-29 17:02:03" and no zone are taken as UTC.
[[nodiscard]] std::optional<WallTime> parse_date_time(std::string_view text);

}  // namespace cxload::webphone
