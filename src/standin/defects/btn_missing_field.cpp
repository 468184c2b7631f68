#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_missing_field{
    "btn.missing_field", "buttons lack sort_order",
    [](Behaviour& behaviour) { behaviour.web.button_missing_field = true; }};

}  // namespace cxload::standin
