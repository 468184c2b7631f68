#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_stacktrace{"http.stacktrace", "errors show where in the program they arose",
                                    [](Behaviour& behaviour) { behaviour.web.stack_trace = true; }};

}  // namespace cxload::standin
