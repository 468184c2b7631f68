#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_js_octet_stream{"http.js_octet_stream", "scripts are of no type",
                                         [](Behaviour& behaviour) { behaviour.web.js_octet_stream = true; }};

}  // namespace cxload::standin
