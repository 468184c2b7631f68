// The table of media engines: one line each, in the order of MediaKind.
#include <array>

#include "media_engine.hpp"

namespace cxload::phone {

std::unique_ptr<MediaEngine> make_media_engine(MediaKind kind, net::Shard& shard, Random& random) {
  static constexpr std::array engines = {
      &make_null_engine,  // none
      &make_rtp_engine,   // rtp
  };
  return engines.at(static_cast<std::size_t>(kind))(shard, random);
}

}  // namespace cxload::phone
