#include "../defect.hpp"

namespace cxload::standin {

extern const Defect pb_ghost{"pb.ghost", "removed contacts stay",
                             [](Behaviour& behaviour) { behaviour.web.contacts_ghost = true; }};

}  // namespace cxload::standin
