#include "../defect.hpp"

namespace cxload::standin {

extern const Defect rtp_garbage;
const Defect rtp_garbage{"rtp.garbage", "sends noise to the media port",
                         [](Behaviour& behaviour) { behaviour.media.garbage = true; }};

}  // namespace cxload::standin
