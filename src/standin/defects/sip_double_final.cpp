#include "../defect.hpp"

namespace cxload::standin {

extern const Defect sip_double_final{"sip.double_final",
                                     "a 500 comes before the real final response to REGISTER",
                                     [](Behaviour& behaviour) { behaviour.sends_one_final = false; }};

}  // namespace cxload::standin
