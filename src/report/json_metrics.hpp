/// The "metrics" object of report.json.
#pragma once
#include <cxload/result/run_result.hpp>

#include "distribution_texts.hpp"
#include "json_reader.hpp"
#include "json_writer.hpp"

namespace cxload::report {

/// Every metric that was measured, by name, in the order of the catalogue.
void write_metrics(JsonWriter& out, const result::RunResult& run, DistributionTexts& texts);
void read_metrics(const JsonReader& metrics, result::RunResult& run);

void write_labels(JsonWriter& out, const stats::LabelSet& labels);
[[nodiscard]] stats::LabelSet read_labels(const JsonReader& labels);

}  // namespace cxload::report
