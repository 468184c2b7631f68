#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_wrong_placement{
    "btn.wrong_placement", "buttons of other places are listed",
    [](Behaviour& behaviour) { behaviour.web.button_any_placement = true; }};

}  // namespace cxload::standin
