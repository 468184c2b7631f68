#include "../defect.hpp"

namespace cxload::standin {

extern const Defect tls_cert_wrong_name{"tls.cert_wrong_name", "certificates are for another name",
                                        [](Behaviour& behaviour) { behaviour.tls.wrong_name = true; }};

}  // namespace cxload::standin
