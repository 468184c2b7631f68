#include "../defect.hpp"

namespace cxload::standin {

extern const Defect form_starts_chain{
    "form.starts_chain", "the page lets a form named in its address begin a chain",
    [](Behaviour& behaviour) { behaviour.web.quirks.push_back("form.starts_chain"); }};

}  // namespace cxload::standin
