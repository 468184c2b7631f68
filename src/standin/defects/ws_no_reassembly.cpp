#include "../defect.hpp"

namespace cxload::standin {

extern const Defect ws_no_reassembly{"ws.no_reassembly", "every frame is taken for a message",
                                     [](Behaviour& behaviour) { behaviour.reassembles = false; }};

}  // namespace cxload::standin
