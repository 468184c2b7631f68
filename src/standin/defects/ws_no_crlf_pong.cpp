#include "../defect.hpp"

namespace cxload::standin {

extern const Defect ws_no_crlf_pong{"ws.no_crlf_pong", "a double CRLF gets no CRLF back",
                                    [](Behaviour& behaviour) { behaviour.answers_keepalive = false; }};

}  // namespace cxload::standin
