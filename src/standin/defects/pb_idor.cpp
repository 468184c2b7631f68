#include "../defect.hpp"

namespace cxload::standin {

extern const Defect pb_idor{"pb.idor", "another customer's contacts are listed",
                            [](Behaviour& behaviour) { behaviour.web.contacts_foreign = true; }};

}  // namespace cxload::standin
