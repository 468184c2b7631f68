#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_no_framing{"http.no_framing",
                                    "nobody may show the phone in a frame, so the SDK cannot",
                                    [](Behaviour& behaviour) { behaviour.web.no_framing = true; }};

}  // namespace cxload::standin
