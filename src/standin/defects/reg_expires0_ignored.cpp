#include "../defect.hpp"

namespace cxload::standin {

extern const Defect reg_expires0_ignored{"reg.expires0_ignored",
                                         "a binding stays when it is removed with expires=0",
                                         [](Behaviour& behaviour) { behaviour.removes_bindings = false; }};

}  // namespace cxload::standin
