#include "../defect.hpp"

namespace cxload::standin {

extern const Defect vm_idor{"vm.idor", "another user's messages are listed and played",
                            [](Behaviour& behaviour) { behaviour.web.voicemail_foreign = true; }};

}  // namespace cxload::standin
