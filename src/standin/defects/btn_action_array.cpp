#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_action_array{"btn.action_array", "a reply holds two actions",
                                     [](Behaviour& behaviour) { behaviour.web.button_action_array = true; }};

}  // namespace cxload::standin
