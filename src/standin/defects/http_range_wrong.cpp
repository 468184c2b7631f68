#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_range_wrong{"http.range_wrong", "Content-Range is one too long",
                                     [](Behaviour& behaviour) { behaviour.web.range_wrong = true; }};

}  // namespace cxload::standin
