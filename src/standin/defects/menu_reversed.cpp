#include "../defect.hpp"

namespace cxload::standin {

extern const Defect menu_reversed{"menu.reversed", "the menu runs from right to left",
                                  [](Behaviour& behaviour) { behaviour.web.menu_reversed = true; }};

}  // namespace cxload::standin
