#include "../defect.hpp"

namespace cxload::standin {

extern const Defect ws_sip_unoffered{"ws.sip_unoffered", "an upgrade without subprotocol is accepted as sip",
                                     [](Behaviour& behaviour) { behaviour.wants_subprotocol = false; }};

}  // namespace cxload::standin
