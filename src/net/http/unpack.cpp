#include "unpack.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>
#include <zlib.h>

#include <cxload/base/text.hpp>

namespace cxload::net {
namespace {

constexpr int gzip_or_zlib = 15 + 32;  // zlib looks at the header
constexpr int bare_deflate = -15;      // what some servers call deflate

enum class End { whole, broken, too_large };

End inflate_all(std::string_view packed, int window, std::size_t most, std::string& out) {
  z_stream stream{};
  if (inflateInit2(&stream, window) != Z_OK) return End::broken;
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> guard(&stream, &inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::array<char, 16 * 1024> piece;
  for (;;) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = piece.size();
    const int result = inflate(&stream, Z_NO_FLUSH);
    const std::size_t made = piece.size() - stream.avail_out;
    if (out.size() + made > most) return End::too_large;
    out.append(piece.data(), made);
    if (result == Z_STREAM_END) return End::whole;
    if (result != Z_OK || (made == 0 && stream.avail_in == 0)) return End::broken;
  }
}

}  // namespace

Outcome<std::string> unpack(std::string_view body, std::string_view coding, std::size_t most) {
  coding = text::trim(coding);
  if (coding.empty() || text::iequals(coding, "identity") || body.empty()) return std::string(body);
  const bool is_gzip = text::iequals(coding, "gzip") || text::iequals(coding, "x-gzip");
  const bool is_deflate = text::iequals(coding, "deflate");
  if (!is_gzip && !is_deflate)
    return Failure{"http.bad_response",
                   fmt::format("the answer is packed as \"{}\", which nobody offered to unpack",
                               text::printable(coding, 40))};
  std::string out;
  End end = inflate_all(body, gzip_or_zlib, most, out);
  if (end == End::broken && is_deflate) {
    out.clear();
    end = inflate_all(body, bare_deflate, most, out);
  }
  if (end == End::whole) return out;
  if (end == End::too_large)
    return Failure{"http.bomb",
                   fmt::format("{} packed bytes unpack to more than {} KiB", body.size(), most / 1024)};
  return Failure{"http.bad_response", fmt::format("the answer is not what its {} coding says", coding)};
}

}  // namespace cxload::net
