// The table of media engines: one line each, in the order of MediaKind.
#include <array>

#include "media_engine.hpp"

namespace cxload::phone {

std::unique_ptr<MediaEngine> make_media_engine(MediaKind kind, net::Shard& shard, Random& random,
                                               const net::NetworkProfile& network) {
  static constexpr std::array engines = {
      &make_null_engine,    // none
      &make_rtp_engine,     // rtp
      &make_webrtc_engine,  // webrtc
      &make_sdes_engine,    // sdes
  };
  return engines.at(static_cast<std::size_t>(kind))(shard, random, network);
}

}  // namespace cxload::phone
