#include "../defect.hpp"

namespace cxload::standin {

extern const Defect rte_first_contact_only{"rte.first_contact_only",
                                           "only one of the bindings of a user rings",
                                           [](Behaviour& behaviour) { behaviour.forks = false; }};

}  // namespace cxload::standin
