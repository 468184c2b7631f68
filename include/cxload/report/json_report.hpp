/// report.json: the record of a run that everything else is rendered from (CONTRACT 3).
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include <cxload/base/result.hpp>
#include <cxload/result/run_result.hpp>

namespace cxload::report {

/// Valid JSON in valid UTF-8 whatever the strings hold; the same result gives the same bytes.
[[nodiscard]] std::string write_json(const result::RunResult& run);

/// Writes the report of one run again and again while it grows: the bytes of write_json(), but what has not
/// changed since the last time is not worked out anew. Threads: one.
class JsonRecord {
 public:
  JsonRecord();
  ~JsonRecord();
  JsonRecord(const JsonRecord&) = delete;
  JsonRecord& operator=(const JsonRecord&) = delete;

  [[nodiscard]] std::string write(const result::RunResult& run);

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

/// Restores what a report shows: write_json(read_json(x)) is x, byte for byte, for every x of write_json.
/// Errors: format.report, naming the place. Size, depth and counts are bounded.
[[nodiscard]] Outcome<result::RunResult> read_json(std::string_view json);

}  // namespace cxload::report
