#include "../defect.hpp"

namespace cxload::standin {

extern const Defect tls_cert_client_eku{"tls.cert_client_eku", "certificates are for clients only",
                                        [](Behaviour& behaviour) { behaviour.tls.for_clients = true; }};

}  // namespace cxload::standin
