// Feeds arbitrary text to the histogram decoder; whatever it accepts must survive a round trip. Input that is
// not base64 is wrapped, so that the fuzzer gets past zlib's checksum to the counts.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <zlib.h>

#include <cxload/base/text.hpp>
#include <cxload/stats/hdr_codec.hpp>

namespace {

using namespace cxload;

std::string big_endian(std::size_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
  return out;
}

/// The input as the inside of a compressed histogram: its header may be wrong, its length field is right.
std::string wrap(std::string_view plain) {
  std::string fixed(plain);
  if (fixed.size() >= 40) fixed.replace(4, 4, big_endian(fixed.size() - 40));
  std::string packed(compressBound(fixed.size()), '\0');
  uLongf size = packed.size();
  compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(fixed.data()),
            fixed.size(), 1);
  packed.resize(size);
  const std::string whole = big_endian(0x1c849314) + big_endian(packed.size()) + packed;
  return text::to_base64(std::as_bytes(std::span(whole)));
}

void check(std::string_view base64) {
  const auto histogram = stats::decode_hdr(base64);
  if (!histogram) return;
  const auto again = stats::decode_hdr(stats::encode_hdr(*histogram));
  if (!again || !(*again == *histogram)) __builtin_trap();
  // Percentiles are ranks in doubles, as the reference's are: exact for any count a run can reach.
  const bool is_countable = histogram->count() < std::uint64_t{1} << 45;
  if (is_countable && histogram->value_at_percentile(100) != histogram->max()) __builtin_trap();
  if (histogram->counts().total() != histogram->count()) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  check(input);
  check(wrap(input));
  return 0;
}
