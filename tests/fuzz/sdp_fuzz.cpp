// Any bytes as a session description: what parses must survive writing and reading, and be answerable.
#include <cstddef>
#include <cstdint>

#include <cxload/sdp/offer_answer.hpp>

namespace {

void require(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cxload::sdp;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto session = parse_session(text);
  if (!session) return 0;
  const std::string written = session->write();
  const auto again = parse_session(written, {.bytes = 200'000, .lines = 2'000});
  require(again && again->write() == written);
  for (const LocalMedia& local : {LocalMedia{}, no_media("::1", 1)}) {
    const auto answer = make_answer(*session, local);
    if (!answer) continue;
    require(answer->description.media.size() == session->media.size());
    require(read_answer(*session, answer->description).has_value());
    require(parse_session(answer->description.write(), {.bytes = 200'000, .lines = 2'000}).has_value());
    static_cast<void>(read_answer(make_offer(local), *session));
  }
  return 0;
}
