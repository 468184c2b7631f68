#include "../defect.hpp"

namespace cxload::standin {

extern const Defect vm_audio_404{"vm.audio_404", "messages cannot be played",
                                 [](Behaviour& behaviour) { behaviour.web.voicemail_no_audio = true; }};

}  // namespace cxload::standin
