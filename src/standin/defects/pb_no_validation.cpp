#include "../defect.hpp"

namespace cxload::standin {

extern const Defect pb_no_validation{
    "pb.no_validation", "contacts without a name are stored",
    [](Behaviour& behaviour) { behaviour.web.contacts_no_validation = true; }};

}  // namespace cxload::standin
