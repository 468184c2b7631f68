/// The rows of the fixtures, as JSON: an object of lists by table.
#pragma once
#include <string_view>

namespace cxload::standin::store {

extern const std::string_view people_rows;  ///< customers and what is theirs
extern const std::string_view agent_rows;   ///< scripts, forms, buttons, campaigns, leads

}  // namespace cxload::standin::store
