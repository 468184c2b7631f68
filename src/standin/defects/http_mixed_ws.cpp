#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_mixed_ws{"http.mixed_ws", "provisioning names a clear-text WebSocket",
                                  [](Behaviour& behaviour) { behaviour.web.mixed_ws = true; }};

}  // namespace cxload::standin
