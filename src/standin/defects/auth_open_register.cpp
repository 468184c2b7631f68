#include "../defect.hpp"

namespace cxload::standin {

extern const Defect auth_open_register{"auth.open_register", "REGISTER is never challenged",
                                       [](Behaviour& behaviour) { behaviour.challenges_register = false; }};

}  // namespace cxload::standin
