#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_fn_and_sandbox_both{
    "btn.fn_and_sandbox_both", "the page runs a button's own action beside its script",
    [](Behaviour& behaviour) { behaviour.web.quirks.push_back("btn.fn_and_sandbox_both"); }};

}  // namespace cxload::standin
