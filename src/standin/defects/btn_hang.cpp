#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_hang{"btn.hang", "scripts are answered after an hour",
                             [](Behaviour& behaviour) { behaviour.web.script_hangs = true; }};

}  // namespace cxload::standin
