#include "../defect.hpp"

namespace cxload::standin {

extern const Defect pwa_manifest_bad_json{
    "pwa.manifest_bad_json", "the manifest is no JSON",
    [](Behaviour& behaviour) { behaviour.web.manifest_bad_json = true; }};

}  // namespace cxload::standin
