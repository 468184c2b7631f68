#include "../defect.hpp"

namespace cxload::standin {

extern const Defect form_replace_field{
    "form.replace_field", "the page replaces a field that a script only changes",
    [](Behaviour& behaviour) { behaviour.web.quirks.push_back("form.replace_field"); }};

}  // namespace cxload::standin
