#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_json_bom{"http.json_bom", "JSON begins with a byte order mark",
                                  [](Behaviour& behaviour) { behaviour.web.json_bom = true; }};

}  // namespace cxload::standin
