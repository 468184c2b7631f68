#include "../defect.hpp"

namespace cxload::standin {

extern const Defect ws_no_subprotocol_echo{
    "ws.no_subprotocol_echo", "the upgrade does not confirm the subprotocol sip",
    [](Behaviour& behaviour) { behaviour.echoes_subprotocol = false; }};

}  // namespace cxload::standin
