#include "../defect.hpp"

namespace cxload::standin {

extern const Defect dtls_role_inverted;
const Defect dtls_role_inverted{"dtls.role_inverted", "takes the other role in DTLS than it says",
                                [](Behaviour& behaviour) { behaviour.media.wrong_role = true; }};

}  // namespace cxload::standin
