// Any bytes as a session description: what parses must survive writing and reading, and be answerable. As an
// answer it must mean the same to an OfferPlan and to read_answer().
#include <cstddef>
#include <cstdint>

#include <cxload/sdp/offer_answer.hpp>
#include <cxload/sdp/offer_plan.hpp>

namespace {

void require(bool holds) {
  if (!holds) __builtin_trap();
}

void require_same(const cxload::Result<cxload::sdp::AgreedStream>& a,
                  const cxload::Result<cxload::sdp::AgreedStream>& b) {
  require(a.has_value() == b.has_value());
  if (!a)
    require(a.error() == b.error());
  else
    require(a->codec == b->codec && a->telephone_event == b->telephone_event && a->codecs == b->codecs &&
            a->remote_address == b->remote_address && a->remote_port == b->remote_port &&
            a->direction == b->direction);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cxload::sdp;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto session = parse_session(text);
  static const OfferPlan plan(LocalMedia{}.codecs, Direction::sendrecv);
  const auto read = plan.read_answer(text);
  if (!session) {
    require(!read && read.error() == session.error());
    return 0;
  }
  require_same(read, read_answer(make_offer(LocalMedia{}), *session));
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
