#include "../defect.hpp"

namespace cxload::standin {

extern const Defect dtls_silent;
const Defect dtls_silent{"dtls.silent", "neither begins the DTLS handshake nor answers one",
                         [](Behaviour& behaviour) { behaviour.media.no_handshake = true; }};

}  // namespace cxload::standin
