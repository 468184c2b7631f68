#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "loop_wait.hpp"

namespace cxload::net {
namespace {

/// Its waits are always there, so they must not count as work: a loop with nothing else ends. Asio counts one
/// piece of work for each wait until its handler has returned; it is taken back while the wait is pending and
/// given again when the handler starts.
class AsioWait final : public LoopWait {
 public:
  AsioWait(Poller& poller, asio::io_context& context)
      : poller_(poller), context_(context), sockets_(context, poller.fd()), timer_(context) {}
  ~AsioWait() override { sockets_.release(); }  // the poller closes it

  void wait(TimePoint until) override {
    if (Clock::now() < until) {
      if (!is_watching_) watch_sockets();
      // A later deadline is found when the timer rings: moving it costs a system call.
      if (until < armed_for_) arm(until);
      context_.run_one();
    }
    poller_.fetch(TimePoint::min());
  }

 private:
  /// Not again from its own handler: what is ready stays so until the loop has dispatched it.
  void watch_sockets() {
    is_watching_ = true;
    sockets_.async_wait(asio::posix::descriptor_base::wait_read, [this](const boost::system::error_code&) {
      context_.get_executor().on_work_started();
      is_watching_ = false;
    });
    context_.get_executor().on_work_finished();
  }

  void arm(TimePoint until) {
    armed_for_ = until;
    timer_.expires_at(until);
    timer_.async_wait([this, turn = ++turn_](const boost::system::error_code&) {
      context_.get_executor().on_work_started();
      if (turn == turn_) armed_for_ = TimePoint::max();
    });
    context_.get_executor().on_work_finished();
  }

  Poller& poller_;
  asio::io_context& context_;
  asio::posix::stream_descriptor sockets_;
  asio::steady_timer timer_;
  bool is_watching_ = false;
  TimePoint armed_for_ = TimePoint::max();
  std::uint64_t turn_ = 0;  ///< an older wait of the timer that ends is ignored
};

}  // namespace

std::unique_ptr<LoopWait> make_asio_wait(Poller& poller, asio::io_context& context) {
  return std::make_unique<AsioWait>(poller, context);
}

}  // namespace cxload::net
