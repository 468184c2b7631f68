#include "../defect.hpp"

namespace cxload::standin {

extern const Defect form_no_chain{"form.no_chain", "a form's reply has no action",
                                  [](Behaviour& behaviour) { behaviour.web.form_no_chain = true; }};

}  // namespace cxload::standin
