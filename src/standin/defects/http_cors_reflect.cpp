#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_cors_reflect{"http.cors_reflect", "any origin may read with credentials",
                                      [](Behaviour& behaviour) { behaviour.web.cors_reflect = true; }};

}  // namespace cxload::standin
