#include "../defect.hpp"

namespace cxload::standin {

extern const Defect sip_late_200{
    "sip.late_200", "every 200 to REGISTER and INVITE comes three seconds late",
    [](Behaviour& behaviour) { behaviour.success_delay = std::chrono::seconds(3); }};

}  // namespace cxload::standin
