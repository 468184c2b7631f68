#include "../defect.hpp"

namespace cxload::standin {

extern const Defect form_ghost_form{
    "form.ghost_form", "the page makes a form of a schema alone",
    [](Behaviour& behaviour) { behaviour.web.quirks.push_back("form.ghost_form"); }};

}  // namespace cxload::standin
