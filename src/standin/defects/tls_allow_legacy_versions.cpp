#include "../defect.hpp"

namespace cxload::standin {

extern const Defect tls_allow_legacy_versions{
    "tls.allow_legacy_versions", "TLS 1.0 and 1.1 are taken, too",
    [](Behaviour& behaviour) { behaviour.tls.takes_legacy = true; }};

}  // namespace cxload::standin
