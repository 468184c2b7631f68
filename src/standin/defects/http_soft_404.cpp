#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_soft_404{"http.soft_404", "the page is sent for whatever is not there",
                                  [](Behaviour& behaviour) { behaviour.web.soft_404 = true; }};

}  // namespace cxload::standin
