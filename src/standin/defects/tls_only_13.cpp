#include "../defect.hpp"

namespace cxload::standin {

extern const Defect tls_only_13{"tls.only_13", "TLS 1.2 is refused",
                                [](Behaviour& behaviour) { behaviour.tls.only_1_3 = true; }};

}  // namespace cxload::standin
