#include "../defect.hpp"

namespace cxload::standin {

extern const Defect dtls_stalled;
const Defect dtls_stalled{"dtls.stalled", "falls silent behind its first flight of the DTLS handshake",
                          [](Behaviour& behaviour) { behaviour.media.half_handshake = true; }};

}  // namespace cxload::standin
