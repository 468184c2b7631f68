#include "../defect.hpp"

namespace cxload::standin {

extern const Defect dtls_clear_rtp;
const Defect dtls_clear_rtp{"dtls.clear_rtp", "sends RTP in the clear although keys were agreed on",
                            [](Behaviour& behaviour) { behaviour.media.clear_rtp = true; }};

}  // namespace cxload::standin
