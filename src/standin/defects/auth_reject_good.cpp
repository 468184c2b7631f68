#include "../defect.hpp"

namespace cxload::standin {

extern const Defect auth_reject_good{"auth.reject_good", "the right password is refused",
                                     [](Behaviour& behaviour) { behaviour.believes_digest = false; }};

}  // namespace cxload::standin
