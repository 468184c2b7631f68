#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_select_unchecked{
    "btn.select_unchecked", "min_select and max_select are not checked",
    [](Behaviour& behaviour) { behaviour.web.button_select_unchecked = true; }};

}  // namespace cxload::standin
