#include "../defect.hpp"

namespace cxload::standin {

extern const Defect pwa_manifest_wrong_mime{
    "pwa.manifest_wrong_mime", "the manifest is of type text/plain",
    [](Behaviour& behaviour) { behaviour.web.manifest_wrong_mime = true; }};

}  // namespace cxload::standin
