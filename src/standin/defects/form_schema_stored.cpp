#include "../defect.hpp"

namespace cxload::standin {

extern const Defect form_schema_stored{"form.schema_stored", "what a script changes in a form stays changed",
                                       [](Behaviour& behaviour) { behaviour.web.form_schema_stored = true; }};

}  // namespace cxload::standin
