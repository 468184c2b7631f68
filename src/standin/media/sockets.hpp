/// MediaSockets: RTP ports of the test numbers, on real sockets.
#pragma once
#include <cxload/base/random.hpp>
#include <cxload/net/shard.hpp>

#include "port.hpp"

namespace cxload::standin {

/// Threads: its shard's.
class MediaSockets : public MediaFactory {
 public:
  MediaSockets(net::Shard& shard, net::Address address);
  std::unique_ptr<MediaPort> open(MediaKind kind, bool is_secure) override;

 private:
  net::Shard& shard_;
  net::Address address_;
  Random random_;  ///< credentials of ICE, which protect nothing here: it runs for tests
};

}  // namespace cxload::standin
