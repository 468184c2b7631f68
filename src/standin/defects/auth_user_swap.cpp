#include "../defect.hpp"

namespace cxload::standin {

extern const Defect auth_user_swap{"auth.user_swap", "credentials of one user register and call as another",
                                   [](Behaviour& behaviour) { behaviour.checks_identity = false; }};

}  // namespace cxload::standin
