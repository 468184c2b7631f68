/// HdrHistogram V2: header, counts, zlib and base64, both ways.
#include <array>
#include <bit>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>

#define ZLIB_CONST  // the input is not written to
#include <zlib.h>

#include <cxload/base/text.hpp>
#include <cxload/stats/buckets.hpp>
#include <cxload/stats/hdr_codec.hpp>

#include "zigzag.hpp"

namespace cxload::stats {
namespace {

// The low bits of the third nibble say "zigzag words"; readers mask them out.
constexpr std::uint32_t cookie = 0x1c849303 | 0x10;
constexpr std::uint32_t compressed_cookie = 0x1c849304 | 0x10;
constexpr std::uint32_t cookie_mask = ~std::uint32_t{0xF0};
constexpr std::size_t header_size = 40;
/// Every count in nine bytes is the most an honest histogram of our layout can take.
constexpr std::size_t most_bytes = header_size + buckets::count * 9;

template <class Integer>
void put(std::string& out, Integer value) {
  for (int shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8)
    out += static_cast<char>(value >> shift & 0xFF);
}

template <class Integer>
Integer take(std::string_view& bytes) {
  Integer value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i)
    value = static_cast<Integer>(value << 8 | static_cast<unsigned char>(bytes[i]));
  bytes.remove_prefix(sizeof value);
  return value;
}

Failure malformed(std::string detail) { return Failure{"format.histogram", std::move(detail)}; }

/// A count for each place up to the last in use; a run of zeros is one negative number.
std::string write_counts(const Counts& counts) {
  std::string out;
  std::size_t next = 0;
  counts.for_each([&](std::size_t index, std::uint64_t n) {
    const std::size_t zeros = index - next;
    if (zeros == 1) write_zigzag(out, 0);
    if (zeros > 1) write_zigzag(out, -static_cast<std::int64_t>(zeros));
    write_zigzag(out, static_cast<std::int64_t>(n));
    next = index + 1;
    return true;
  });
  return out.empty() ? std::string(1, '\0') : out;
}

Outcome<Histogram> read_counts(std::string_view bytes) {
  Histogram histogram;
  std::size_t index = 0;
  while (!bytes.empty()) {
    const auto value = take_zigzag(bytes);
    if (!value) return malformed("the counts end in the middle of a number");
    const std::uint64_t places = *value < 0 ? ~static_cast<std::uint64_t>(*value) + 1 : 1;
    if (places > buckets::count - index) return malformed("more counts than an hour of microseconds has");
    if (*value > 0) {
      const auto n = static_cast<std::uint64_t>(*value);
      if (n > std::numeric_limits<std::int64_t>::max() - histogram.count())
        return malformed("the counts add up to more than 63 bits");
      histogram.add_at(index, n);
    }
    index += static_cast<std::size_t>(places);
  }
  return histogram;
}

/// zlib's compressor, with the quarter of a megabyte that it works in kept between histograms.
class Deflater {
 public:
  /// Level 1: report.json is written every second, and the runs of zeros are gone already.
  Deflater() {
    // A small hash table (2 KiB instead of 64) that each text begins by clearing: most are shorter than that.
    constexpr int level = 1, window_bits = 15, memory_level = 3;
    if (deflateInit2(&stream_, level, Z_DEFLATED, window_bits, memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  std::string pack(std::string_view plain) {
    deflateReset(&stream_);
    std::string out(deflateBound(&stream_, plain.size()), '\0');
    stream_.next_in = reinterpret_cast<const Bytef*>(plain.data());
    stream_.avail_in = static_cast<uInt>(plain.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    // With room for the bound there is nothing left that can go wrong.
    if (::deflate(&stream_, Z_FINISH) != Z_STREAM_END) throw std::logic_error("zlib's bound was too small");
    out.resize(stream_.total_out);
    return out;
  }

 private:
  z_stream stream_{};
};

std::string deflate(std::string_view plain) {
  thread_local Deflater deflater;
  return deflater.pack(plain);
}

std::optional<std::string> inflate(std::string_view packed) {
  const auto room = std::make_unique_for_overwrite<char[]>(most_bytes);
  uLongf size = most_bytes;
  const int status = uncompress(reinterpret_cast<Bytef*>(room.get()), &size,
                                reinterpret_cast<const Bytef*>(packed.data()), packed.size());
  if (status != Z_OK) return std::nullopt;
  return std::string(room.get(), size);
}

Outcome<Histogram> read_plain(std::string_view bytes) {
  if (bytes.size() < header_size) return malformed("the header is cut off");
  if ((take<std::uint32_t>(bytes) & cookie_mask) != (cookie & cookie_mask))
    return malformed("not an HdrHistogram in V2 format");
  const auto payload = take<std::uint32_t>(bytes);
  const auto shift =
      take<std::uint32_t>(bytes);  // real ones are whole magnitudes; the JavaScript tool writes 1
  const auto digits = take<std::uint32_t>(bytes);
  const auto lowest = take<std::uint64_t>(bytes);
  take<std::uint64_t>(bytes);  // highest trackable value: the counts themselves are checked
  take<std::uint64_t>(bytes);  // ratio of integers to doubles: of no use to integers
  if (payload != bytes.size()) return malformed("the header states another length than there is");
  if (shift > 1 || digits != buckets::significant_digits || lowest != buckets::lowest_discernible)
    return malformed("a histogram of another layout than three digits from 1 up");
  return read_counts(bytes);
}

}  // namespace

std::string encode_hdr(const Histogram& histogram) {
  const std::string counts = write_counts(histogram.counts());
  std::string plain;
  plain.reserve(header_size + counts.size());
  put(plain, cookie);
  put(plain, static_cast<std::uint32_t>(counts.size()));
  put(plain, std::uint32_t{0});
  put(plain, std::uint32_t{buckets::significant_digits});
  put(plain, std::uint64_t{buckets::lowest_discernible});
  put(plain, std::uint64_t{buckets::highest_trackable});
  put(plain, std::bit_cast<std::uint64_t>(1.0));
  plain += counts;
  const std::string packed = deflate(plain);
  std::string out;
  put(out, compressed_cookie);
  put(out, static_cast<std::uint32_t>(packed.size()));
  out += packed;
  return text::to_base64(std::as_bytes(std::span(out)));
}

Outcome<Histogram> decode_hdr(std::string_view base64) {
  if (base64.size() > 2 * most_bytes) return malformed("too long for a histogram");
  const auto decoded = text::from_base64(base64);
  if (!decoded) return malformed("not base64");
  std::string_view bytes(reinterpret_cast<const char*>(decoded->data()), decoded->size());
  if (bytes.size() < 8) return malformed("the header is cut off");
  if ((take<std::uint32_t>(bytes) & cookie_mask) != (compressed_cookie & cookie_mask))
    return malformed("not a compressed HdrHistogram in V2 format");
  if (take<std::uint32_t>(bytes) != bytes.size())
    return malformed("the header states another length than there is");
  const auto plain = inflate(bytes);
  if (!plain) return malformed("the compressed counts are broken or too large");
  return read_plain(*plain);
}

}  // namespace cxload::stats
