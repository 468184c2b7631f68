#include "../defect.hpp"

namespace cxload::standin {

extern const Defect login_any_password{"login.any_password", "a wrong password is accepted by the web login",
                                       [](Behaviour& behaviour) { behaviour.web.any_password = true; }};

}  // namespace cxload::standin
