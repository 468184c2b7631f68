#include "../defect.hpp"

namespace cxload::standin {

extern const Defect sdp_no_crypto;
const Defect sdp_no_crypto{"sdp.no_crypto", "its answers to SDES have no key in them",
                           [](Behaviour& behaviour) { behaviour.media.no_crypto = true; }};

}  // namespace cxload::standin
