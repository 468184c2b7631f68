#include "../defect.hpp"

namespace cxload::standin {

extern const Defect pwa_start_url_out_of_scope{
    "pwa.start_url_out_of_scope", "the start page lies outside the manifest's scope",
    [](Behaviour& behaviour) { behaviour.web.start_out_of_scope = true; }};

}  // namespace cxload::standin
