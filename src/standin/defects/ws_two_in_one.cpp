#include "../defect.hpp"

namespace cxload::standin {

extern const Defect ws_two_in_one{"ws.two_in_one",
                                  "two SIP messages in one WebSocket message are both handled",
                                  [](Behaviour& behaviour) { behaviour.reads_one_message = false; }};

}  // namespace cxload::standin
