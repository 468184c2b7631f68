/// CallRecords: what each leg of each call with audio came to, one JSON object a line, with the names and
/// units of W3C's getStats (seconds, shares of one).
#pragma once
#include <filesystem>
#include <vector>

#include <cxload/phone/media_counts.hpp>

#include "ladder.hpp"

namespace cxload::run {

/// Of one shard; beyond `most` the calls are counted in the metrics alone. Threads: the shard's, until it has
/// stopped.
class CallRecords {
 public:
  static constexpr std::size_t most = 20'000;

  void add(const phone::CallRecord& record);
  [[nodiscard]] const std::vector<phone::CallRecord>& records() const { return records_; }
  [[nodiscard]] std::uint64_t left_out() const { return left_out_; }

 private:
  std::vector<phone::CallRecord> records_;
  std::uint64_t left_out_ = 0;
};

[[nodiscard]] std::string write_call_record(const phone::CallRecord& record, const WallAnchor& anchor);

}  // namespace cxload::run
