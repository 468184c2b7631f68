/// Numbers, times and words as people read them: units always, digits only as far as they mean something.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <cxload/base/clock.hpp>
#include <cxload/result/run_result.hpp>

namespace cxload::report {

[[nodiscard]] std::string count_text(std::uint64_t n);                     ///< "12,345"
[[nodiscard]] std::string plural(std::uint64_t n, std::string_view noun);  ///< "1 gate", "2 gates"
[[nodiscard]] std::string number_text(double value);                       ///< "0.42", "41.8", "1,024"
/// "182 ms", "12.3 s" (from ms), "99.8 %" (from the unit "1"), "4.21 MOS". Never rounds 99.999 % to 100 %.
[[nodiscard]] std::string quantity(double value, std::string_view unit);
/// As quantity(), with as many decimals as it takes to differ from `other` as shown, so that "250.3 ms" never
/// reads as breaking the limit "< 250 ms" with "250 ms".
[[nodiscard]] std::string quantity_beside(double value, double other, std::string_view unit);
/// How far a gate's figure is from its limit: "41 % below the limit", "2.1 points above the limit".
[[nodiscard]] std::string margin_text(const result::ThresholdResult& gate);
/// What a gate saw: "231 ms", or "no sample".
[[nodiscard]] std::string observed_text(const result::ThresholdResult& gate);
[[nodiscard]] std::string limit_text(const result::ThresholdResult& gate);  ///< "< 250 ms", "≥ 94 %"

[[nodiscard]] std::string span_text(std::chrono::duration<double> span);   ///< "1 min 04 s", "0.8 s"
[[nodiscard]] std::string clock_text(std::chrono::duration<double> span);  ///< "01:04", "1:00:04"
[[nodiscard]] std::string date_text(WallTime time);                        ///< "2026-08-31 14:22:07 UTC"
/// As exact as report.json keeps times: a report rendered from it must not differ in a rounded digit.
[[nodiscard]] inline auto to_milliseconds(WallTime time) {
  return std::chrono::floor<std::chrono::milliseconds>(time);
}
[[nodiscard]] std::string rfc3339(WallTime time);  ///< with milliseconds

/// {{"group","agents"}} as "group=agents"; "all" when there is none.
[[nodiscard]] std::string label_text(const stats::LabelSet& labels);

}  // namespace cxload::report
