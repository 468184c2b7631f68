#include "../defect.hpp"

namespace cxload::standin {

extern const Defect ws_bad_accept{"ws.bad_accept", "Sec-WebSocket-Accept is computed wrongly",
                                  [](Behaviour& behaviour) { behaviour.proves_key = false; }};

}  // namespace cxload::standin
