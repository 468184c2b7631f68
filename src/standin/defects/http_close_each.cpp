#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_close_each{"http.close_each", "the connection closes after every reply",
                                    [](Behaviour& behaviour) { behaviour.web.close_each = true; }};

}  // namespace cxload::standin
