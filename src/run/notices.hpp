/// Notices: what an operator trips over, told in a sentence each. No verdict depends on them.
#pragma once
#include <ctime>
#include <vector>

#include <cxload/phone/sightings.hpp>
#include <cxload/result/run_result.hpp>
#include <cxload/scenario/plan_report.hpp>

namespace cxload::run {

/// A certificate chain that was accepted, and when its first part ends to be valid.
struct CertificateEnd {
  std::string host;
  std::time_t not_after = 0;
};

struct NoticeInputs {
  std::vector<phone::Sightings> shards = {};
  std::vector<CertificateEnd> certificates = {};
  std::uint64_t foreign_answers = 0;  ///< datagrams from another address than the one that was asked
  std::string foreign_address = {};   ///< the first of those
  std::optional<scenario::Needs> needs = {};
  scenario::MachineLimits machine = {};
  std::vector<std::string> skipped = {};  ///< scenario::skipped_operations()
  WallTime now{};
};

[[nodiscard]] std::vector<result::Notice> make_notices(const NoticeInputs& inputs);

}  // namespace cxload::run
