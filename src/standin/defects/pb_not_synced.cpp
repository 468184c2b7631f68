#include "../defect.hpp"

namespace cxload::standin {

extern const Defect pb_not_synced{"pb.not_synced", "the newest contact is missing",
                                  [](Behaviour& behaviour) { behaviour.web.contacts_stale = true; }};

}  // namespace cxload::standin
