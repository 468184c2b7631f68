#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_fn_case{"btn.fn_case", "the page wants names of actions in their own spelling",
                                [](Behaviour& behaviour) { behaviour.web.quirks.push_back("btn.fn_case"); }};

}  // namespace cxload::standin
