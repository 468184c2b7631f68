#include "loop_wait.hpp"

namespace cxload::net {
namespace {

class DirectWait final : public LoopWait {
 public:
  explicit DirectWait(Poller& poller) : poller_(poller) {}
  void wait(TimePoint until) override { poller_.fetch(until); }

 private:
  Poller& poller_;
};

}  // namespace

std::unique_ptr<LoopWait> make_direct_wait(Poller& poller) { return std::make_unique<DirectWait>(poller); }

}  // namespace cxload::net
