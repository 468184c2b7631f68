#include "../defect.hpp"

namespace cxload::standin {

extern const Defect form_id_opens{
    "form.id_opens", "the page opens the form of formId",
    [](Behaviour& behaviour) { behaviour.web.quirks.push_back("form.id_opens"); }};

}  // namespace cxload::standin
