#include "../defect.hpp"

namespace cxload::standin {

extern const Defect tls_cert_not_yet{"tls.cert_not_yet", "certificates are valid from tomorrow on",
                                     [](Behaviour& behaviour) { behaviour.tls.not_yet = true; }};

}  // namespace cxload::standin
