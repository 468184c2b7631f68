#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_save_any{"btn.save_any", "any word is stored as a decision",
                                 [](Behaviour& behaviour) { behaviour.web.save_any = true; }};

}  // namespace cxload::standin
