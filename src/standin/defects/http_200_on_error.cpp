#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_200_on_error{"http.200_on_error", "errors are answered 200",
                                      [](Behaviour& behaviour) { behaviour.web.ok_on_error = true; }};

}  // namespace cxload::standin
