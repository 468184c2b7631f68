#include "../defect.hpp"

namespace cxload::standin {

extern const Defect pwa_icon_404{"pwa.icon_404", "the manifest names icons that are not there",
                                 [](Behaviour& behaviour) { behaviour.web.icon_404 = true; }};

}  // namespace cxload::standin
