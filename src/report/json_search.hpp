/// The section "search" of report.json, both ways.
#pragma once
#include <cxload/result/search.hpp>

#include "json_reader.hpp"
#include "json_writer.hpp"

namespace cxload::report {

void write_search(JsonWriter& out, const result::SearchReport& search);
[[nodiscard]] result::SearchReport read_search(const JsonReader& json);

}  // namespace cxload::report
