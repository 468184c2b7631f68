/// The rules a stand-in can break on demand.
#pragma once
#include <span>
#include <string_view>

namespace cxload::standin {

/// Ids of the catalogue's `defect` column, sorted.
[[nodiscard]] std::span<const std::string_view> defect_ids();
/// One sentence: what the stand-in does wrong when this one is on. Empty for an unknown id.
[[nodiscard]] std::string_view explain_defect(std::string_view id);

}  // namespace cxload::standin
