#include "../defect.hpp"

namespace cxload::standin {

extern const Defect ws_reap_early{"ws.reap_early", "a WebSocket is dropped after a minute without a message",
                                  [](Behaviour& behaviour) { behaviour.reaps_idle = true; }};

}  // namespace cxload::standin
