#include "../defect.hpp"

namespace cxload::standin {

extern const Defect form_eval_executed{
    "form.eval_executed", "the page executes eval",
    [](Behaviour& behaviour) { behaviour.web.quirks.push_back("form.eval_executed"); }};

}  // namespace cxload::standin
