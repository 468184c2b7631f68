// Any bytes as a stream: fed in pieces they must give the same frames as fed at once. The first byte says how
// long the pieces are and on which side we stand.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <cxload/sip/stream_framer.hpp>

namespace {

using namespace cxload::sip;

struct Outcome {
  std::vector<std::string> frames;
  boost::system::error_code error;
  bool operator==(const Outcome&) const = default;
};

Outcome cut(std::string_view bytes, std::size_t step, StreamSide side) {
  StreamFramer framer(side, 4096);
  Outcome outcome;
  for (std::size_t at = 0; at < bytes.size() && !outcome.error; at += step) {
    const std::string piece(bytes.substr(at, step));
    framer.feed(piece);
    for (;;) {
      const auto frame = framer.next();
      if (!frame) outcome.error = frame.error();
      if (!frame || !*frame) break;
      outcome.frames.emplace_back((*frame)->bytes);
    }
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const StreamSide side = (data[0] & 1) != 0 ? StreamSide::client : StreamSide::server;
  const std::size_t step = 1U + data[0] / 2U;
  const Outcome whole = cut(bytes, bytes.size(), side);
  const Outcome pieces = cut(bytes, step, side);
  if (!(whole == pieces)) __builtin_trap();
  return 0;
}
