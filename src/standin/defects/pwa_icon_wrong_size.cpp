#include "../defect.hpp"

namespace cxload::standin {

extern const Defect pwa_icon_wrong_size{"pwa.icon_wrong_size",
                                        "icons are not of the size that the manifest says",
                                        [](Behaviour& behaviour) { behaviour.web.icon_wrong_size = true; }};

}  // namespace cxload::standin
