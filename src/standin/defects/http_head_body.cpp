#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_head_body{"http.head_body", "HEAD is answered with a body",
                                   [](Behaviour& behaviour) { behaviour.web.head_body = true; }};

}  // namespace cxload::standin
