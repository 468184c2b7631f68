#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_sandbox_twice{"btn.sandbox_twice", "scripts run twice",
                                      [](Behaviour& behaviour) { behaviour.web.script_twice = true; }};

}  // namespace cxload::standin
