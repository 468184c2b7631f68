#include "../defect.hpp"

namespace cxload::standin {

extern const Defect pwa_sw_text_plain{"pwa.sw_text_plain", "the service worker is of type text/plain",
                                      [](Behaviour& behaviour) { behaviour.web.worker_text = true; }};

}  // namespace cxload::standin
