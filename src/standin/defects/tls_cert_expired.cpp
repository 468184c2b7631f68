#include "../defect.hpp"

namespace cxload::standin {

extern const Defect tls_cert_expired{"tls.cert_expired", "certificates have expired",
                                     [](Behaviour& behaviour) { behaviour.tls.expired = true; }};

}  // namespace cxload::standin
