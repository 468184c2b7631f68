#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_pp_mic_none{"http.pp_mic_none", "the page may not use the microphone",
                                     [](Behaviour& behaviour) { behaviour.web.no_microphone = true; }};

}  // namespace cxload::standin
