#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_sandbox_skipped{"btn.sandbox_skipped", "scripts do not run",
                                        [](Behaviour& behaviour) { behaviour.web.script_skipped = true; }};

}  // namespace cxload::standin
