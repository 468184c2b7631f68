/// HdrHistogram's interchange format, V2, compressed, in base64: what its reference tools read and write.
#pragma once
#include <string>
#include <string_view>

#include <cxload/base/result.hpp>
#include <cxload/stats/histogram.hpp>

namespace cxload::stats {

/// The number of saturated values has no place in the format; it is the caller's to keep.
[[nodiscard]] std::string encode_hdr(const Histogram& histogram);

/// Errors: "format.histogram" for anything that is not a V2 histogram of our layout (lowest value 1, three
/// digits, nothing above what 22 magnitudes hold). Input and work are bounded.
[[nodiscard]] Outcome<Histogram> decode_hdr(std::string_view base64);

}  // namespace cxload::stats
