#include "../defect.hpp"

namespace cxload::standin {

extern const Defect tls_only_10{"tls.only_10", "TLS 1.0 is all that is spoken",
                                [](Behaviour& behaviour) { behaviour.tls.only_1_0 = true; }};

}  // namespace cxload::standin
