#include "../defect.hpp"

namespace cxload::standin {

extern const Defect pwa_precache_404{"pwa.precache_404",
                                     "the style sheet, which the worker wants to keep, is not there",
                                     [](Behaviour& behaviour) { behaviour.web.precache_404 = true; }};

}  // namespace cxload::standin
