/// Our side of hdr_reference.mjs. Each input line is "values v v v…" or "histogram BASE64"; each output line
/// is one JSON object with what we read from it, and the histogram as we write it.
#include <iostream>
#include <sstream>

#include <fmt/format.h>

#include <cxload/stats/hdr_codec.hpp>

namespace {

void print(const cxload::stats::Histogram& histogram) {
  std::string percentiles;
  for (const double p : {0.0, 1.0, 5.0, 50.0, 90.0, 95.0, 99.0, 99.9, 99.99, 100.0})
    percentiles +=
        fmt::format("{}\"{}\":{}", percentiles.empty() ? "" : ",", p, histogram.value_at_percentile(p));
  fmt::print(R"({{"count":{},"min":{},"max":{},"mean":{},"stddev":{},"percentiles":{{{}}},"histogram":"{}"}})"
             "\n",
             histogram.count(), histogram.min(), histogram.max(), histogram.mean(), histogram.stddev(),
             percentiles, cxload::stats::encode_hdr(histogram));
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string word;
    words >> word;
    cxload::stats::Histogram histogram;
    if (word == "values") {
      for (std::int64_t value = 0; words >> value;) histogram.record(value);
    } else {
      words >> word;
      const auto decoded = cxload::stats::decode_hdr(word);
      if (!decoded) return fmt::print(stderr, "{}\n", decoded.error().detail), 1;
      histogram = *decoded;
    }
    print(histogram);
  }
}
