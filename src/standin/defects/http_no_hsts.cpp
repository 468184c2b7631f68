#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_no_hsts{"http.no_hsts", "no Strict-Transport-Security",
                                 [](Behaviour& behaviour) { behaviour.web.no_hsts = true; }};

}  // namespace cxload::standin
