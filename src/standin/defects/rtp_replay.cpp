#include "../defect.hpp"

namespace cxload::standin {

extern const Defect rtp_replay;
const Defect rtp_replay{"rtp.replay", "sends every packet of media four times",
                        [](Behaviour& behaviour) { behaviour.media.replays = true; }};

}  // namespace cxload::standin
