#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_no_envelope{"btn.no_envelope", "the actions are not under \"__\"",
                                    [](Behaviour& behaviour) { behaviour.web.button_no_envelope = true; }};

}  // namespace cxload::standin
