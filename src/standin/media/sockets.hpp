/// MediaSockets: RTP ports of the test numbers, on real sockets.
#pragma once
#include <cxload/base/random.hpp>
#include <cxload/net/shard.hpp>

#include "faulty_pipe.hpp"
#include "port.hpp"

namespace cxload::standin {

/// Threads: its shard's.
class MediaSockets : public MediaFactory {
 public:
  /// `is_lite`: its secure ports are ICE-lite, as those of media servers are.
  MediaSockets(net::Shard& shard, net::Address address, bool is_lite = false);
  std::unique_ptr<MediaPort> open(MediaKind kind, sdp::Keying keying, const MediaFaults& faults) override;
  std::unique_ptr<MediaBridge> open_bridge(sdp::Keying caller, sdp::Keying callee,
                                           const MediaFaults& faults) override;

 private:
  std::unique_ptr<MediaPipe> open_pipe(sdp::Keying keying, const MediaFaults& faults, MediaPipe::Hears hears);

  net::Shard& shard_;
  net::Address address_;
  bool is_lite_;
  Random random_;  ///< credentials of ICE, which protect nothing here: it runs for tests
  FaultyPipes faulty_{random_};
};

}  // namespace cxload::standin
