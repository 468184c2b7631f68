#include "../defect.hpp"

namespace cxload::standin {

extern const Defect rtp_crossed;
const Defect rtp_crossed{"rtp.crossed", "sends to each call what is meant for the next",
                         [](Behaviour& behaviour) { behaviour.media.crossed = true; }};

}  // namespace cxload::standin
