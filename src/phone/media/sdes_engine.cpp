// The engine of `srtp: sdes`: that of plain RTP, with keys.
#include "rtp_engine.hpp"

namespace cxload::phone {

std::unique_ptr<MediaEngine> make_sdes_engine(net::Shard& shard, Random& random,
                                              const net::NetworkProfile& network) {
  return std::make_unique<RtpEngine>(shard, random, network, sdp::Keying::sdes);
}

}  // namespace cxload::phone
