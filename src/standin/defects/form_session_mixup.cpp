#include "../defect.hpp"

namespace cxload::standin {

extern const Defect form_session_mixup{"form.session_mixup", "a script's reply goes to whoever asks next",
                                       [](Behaviour& behaviour) { behaviour.web.session_mixup = true; }};

}  // namespace cxload::standin
