#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_idor{"btn.idor", "another account's buttons can be read and pressed",
                             [](Behaviour& behaviour) { behaviour.web.button_foreign = true; }};

}  // namespace cxload::standin
