#include "../defect.hpp"

namespace cxload::standin {

extern const Defect vm_wrong_callid{
    "vm.wrong_callid", "messages have a wrong Call-ID",
    [](Behaviour& behaviour) { behaviour.web.voicemail_wrong_call_id = true; }};

}  // namespace cxload::standin
