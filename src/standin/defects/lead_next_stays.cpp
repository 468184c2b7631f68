#include "../defect.hpp"

namespace cxload::standin {

extern const Defect lead_next_stays{"lead.next_stays", "next gives the same lead again",
                                    [](Behaviour& behaviour) { behaviour.web.next_stays = true; }};

}  // namespace cxload::standin
