#include "../defect.hpp"

namespace cxload::standin {

extern const Defect tls_no_13{"tls.no_13", "TLS 1.3 is not spoken",
                              [](Behaviour& behaviour) { behaviour.tls.no_1_3 = true; }};

}  // namespace cxload::standin
