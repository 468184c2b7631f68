#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_no_304{"http.no_304", "what the browser has already is sent again",
                                [](Behaviour& behaviour) { behaviour.web.no_304 = true; }};

}  // namespace cxload::standin
