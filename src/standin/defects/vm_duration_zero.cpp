#include "../defect.hpp"

namespace cxload::standin {

extern const Defect vm_duration_zero{"vm.duration_zero", "every message is 0 s long",
                                     [](Behaviour& behaviour) { behaviour.web.voicemail_zero = true; }};

}  // namespace cxload::standin
