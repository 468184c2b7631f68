/// MediaSockets: RTP ports of the test numbers, on real sockets.
#pragma once
#include <cxload/net/shard.hpp>

#include "media_port.hpp"

namespace cxload::standin {

/// Threads: its shard's.
class MediaSockets : public MediaFactory {
 public:
  MediaSockets(net::Shard& shard, net::Address address) : shard_(shard), address_(address) {}
  std::unique_ptr<MediaPort> open(MediaKind kind) override;

 private:
  net::Shard& shard_;
  net::Address address_;
};

}  // namespace cxload::standin
