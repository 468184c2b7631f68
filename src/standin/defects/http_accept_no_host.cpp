#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_accept_no_host{"http.accept_no_host", "a request without Host is served",
                                        [](Behaviour& behaviour) { behaviour.web.any_host = true; }};

}  // namespace cxload::standin
