#include "../defect.hpp"

namespace cxload::standin {

extern const Defect auth_open_invite{"auth.open_invite", "INVITE is never challenged",
                                     [](Behaviour& behaviour) { behaviour.challenges_invite = false; }};

}  // namespace cxload::standin
