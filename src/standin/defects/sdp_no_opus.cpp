#include "../defect.hpp"

namespace cxload::standin {

extern const Defect sdp_no_opus;
const Defect sdp_no_opus{"sdp.no_opus", "knows no Opus",
                         [](Behaviour& behaviour) { behaviour.media.no_opus = true; }};

}  // namespace cxload::standin
