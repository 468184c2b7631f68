#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_no_redirect{"http.no_redirect", "the page itself is served over plain HTTP",
                                     [](Behaviour& behaviour) { behaviour.web.no_redirect = true; }};

}  // namespace cxload::standin
