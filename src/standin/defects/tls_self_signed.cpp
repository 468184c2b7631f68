#include "../defect.hpp"

namespace cxload::standin {

extern const Defect tls_self_signed{"tls.self_signed", "certificates are signed by themselves, not by the CA",
                                    [](Behaviour& behaviour) { behaviour.tls.self_signed = true; }};

}  // namespace cxload::standin
