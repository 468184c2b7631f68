#include "../defect.hpp"

namespace cxload::standin {

extern const Defect tls_sni_ignored{"tls.sni_ignored", "the same certificate whatever name is asked for",
                                    [](Behaviour& behaviour) { behaviour.tls.ignores_name = true; }};

}  // namespace cxload::standin
