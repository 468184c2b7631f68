#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_order{"btn.order", "buttons come in the order of their ids",
                              [](Behaviour& behaviour) { behaviour.web.button_order = true; }};

}  // namespace cxload::standin
