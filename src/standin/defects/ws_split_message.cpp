#include "../defect.hpp"

namespace cxload::standin {

extern const Defect ws_split_message{"ws.split_message", "a SIP message goes out in two WebSocket messages",
                                     [](Behaviour& behaviour) { behaviour.splits_messages = true; }};

}  // namespace cxload::standin
