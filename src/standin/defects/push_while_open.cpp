#include "../defect.hpp"

namespace cxload::standin {

extern const Defect push_while_open{"push.while_open", "a push is sent although the phone is there",
                                    [](Behaviour& behaviour) { behaviour.web.push_while_open = true; }};

}  // namespace cxload::standin
