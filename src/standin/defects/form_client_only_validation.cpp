#include "../defect.hpp"

namespace cxload::standin {

extern const Defect form_client_only_validation{
    "form.client_only_validation", "the server takes any field values",
    [](Behaviour& behaviour) { behaviour.web.form_no_validation = true; }};

}  // namespace cxload::standin
