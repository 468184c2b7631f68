/// JSON Schema of a scenario, for editors (`cxload schema`): made from the tables that the parser reads by.
#pragma once
#include <string>

namespace cxload::scenario {

/// Draft 2020-12, on one line. It knows forms, keys and which go together; what a name refers to, only the
/// parser knows. Any value may hold ${env:…} or ${file:…} and is then not looked into.
[[nodiscard]] std::string json_schema();

}  // namespace cxload::scenario
