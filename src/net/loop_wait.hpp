/// How a shard's loop waits: in its own epoll set, or inside Asio where sockets of Asio's have to be heard
/// too.
#pragma once
#include <memory>

#include <boost/asio/io_context.hpp>

#include <cxload/net/shard.hpp>

#include "poller.hpp"

namespace cxload::net {

/// Threads: the shard's.
class LoopWait {
 public:
  virtual ~LoopWait() = default;
  /// Returns at `until` or when something is ready: fetched by the poller, queued in the context, or both.
  virtual void wait(TimePoint until) = 0;
};

/// One system call, no timer in the kernel. Deaf to sockets, timers and signals that belong to Asio.
[[nodiscard]] std::unique_ptr<LoopWait> make_direct_wait(Poller& poller);
/// Waits in Asio's reactor, which watches the poller and a timer: dearer by four system calls a turn.
[[nodiscard]] std::unique_ptr<LoopWait> make_asio_wait(Poller& poller, asio::io_context& context);

}  // namespace cxload::net
