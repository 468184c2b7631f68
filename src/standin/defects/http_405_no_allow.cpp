#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_405_no_allow{"http.405_no_allow", "a 405 does not say what is allowed",
                                      [](Behaviour& behaviour) { behaviour.web.no_allow = true; }};

}  // namespace cxload::standin
