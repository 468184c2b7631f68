#include "../defect.hpp"

namespace cxload::standin {

extern const Defect reg_lengthen{"reg.lengthen",
                                 "a time below the minimum is made longer instead of refused with 423",
                                 [](Behaviour& behaviour) { behaviour.refuses_brief = false; }};

}  // namespace cxload::standin
