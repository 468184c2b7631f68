#include "../defect.hpp"

namespace cxload::standin {

extern const Defect form_data_ignored{"form.data_ignored", "replies have no formData",
                                      [](Behaviour& behaviour) { behaviour.web.form_data_ignored = true; }};

}  // namespace cxload::standin
