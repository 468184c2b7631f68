// The null engine: a phone without media. Its stream is inactive at the discard port, as RFC 3264 allows.
#include "media_engine.hpp"

namespace cxload::phone {
namespace {

class NullEngine final : public MediaEngine {
 public:
  [[nodiscard]] AudioStream* audio() override { return nullptr; }
  Outcome<std::uint16_t> open(const net::Address&) override { return std::uint16_t{9}; }
  TimePoint start(const sdp::AgreedStream&, std::function<void(TimePoint)>) override { return {}; }
  void retarget(const sdp::AgreedStream&) override {}
  void stop() override {}
};

}  // namespace

std::unique_ptr<MediaEngine> make_null_engine(net::Shard&, Random&, const net::NetworkProfile&) {
  return std::make_unique<NullEngine>();
}

}  // namespace cxload::phone
