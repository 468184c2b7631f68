#include "../defect.hpp"

namespace cxload::standin {

extern const Defect ws_plain_on_80{"ws.plain_on_80",
                                   "the plain HTTP door opens WebSockets, and SIP goes in the clear",
                                   [](Behaviour& behaviour) { behaviour.plain_websockets = true; }};

}  // namespace cxload::standin
