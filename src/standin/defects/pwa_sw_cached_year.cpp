#include "../defect.hpp"

namespace cxload::standin {

extern const Defect pwa_sw_cached_year{"pwa.sw_cached_year", "the service worker may be kept for a year",
                                       [](Behaviour& behaviour) { behaviour.web.worker_cached = true; }};

}  // namespace cxload::standin
