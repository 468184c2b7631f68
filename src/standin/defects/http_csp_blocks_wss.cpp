#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_csp_blocks_wss{"http.csp_blocks_wss",
                                        "the Content-Security-Policy forbids the phone its WebSocket",
                                        [](Behaviour& behaviour) { behaviour.web.csp_blocks_wss = true; }};

}  // namespace cxload::standin
