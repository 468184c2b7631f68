#include "../defect.hpp"

namespace cxload::standin {

extern const Defect auth_any_password{"auth.any_password", "a wrong password is accepted",
                                      [](Behaviour& behaviour) { behaviour.checks_password = false; }};

}  // namespace cxload::standin
