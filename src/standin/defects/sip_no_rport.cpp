#include "../defect.hpp"

namespace cxload::standin {

extern const Defect sip_no_rport{"sip.no_rport",
                                 "rport in the Via is not filled, and the response goes to sent-by",
                                 [](Behaviour& behaviour) { behaviour.fills_rport = false; }};

}  // namespace cxload::standin
