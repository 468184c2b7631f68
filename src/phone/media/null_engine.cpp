// The null engine: a phone without media. Its stream is inactive at the discard port, as RFC 3264 allows.
#include "media_engine.hpp"

namespace cxload::phone {
namespace {

class NullEngine final : public MediaEngine {
 public:
  [[nodiscard]] bool carries() const override { return false; }
  Outcome<std::uint16_t> open(const net::Address&) override { return std::uint16_t{9}; }
  void start(const sdp::AgreedStream&, std::function<void(TimePoint)>) override {}
  void retarget(const sdp::AgreedStream&) override {}
  void set_muted(bool) override {}
  void stop() override {}
  [[nodiscard]] MediaCounts counts() const override { return {}; }
  [[nodiscard]] std::int64_t loss_share() const override { return 0; }
  [[nodiscard]] Duration jitter() const override { return {}; }
};

}  // namespace

std::unique_ptr<MediaEngine> make_null_engine(net::Shard&, Random&, const net::NetworkProfile&) {
  return std::make_unique<NullEngine>();
}

}  // namespace cxload::phone
