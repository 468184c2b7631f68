#include "../defect.hpp"

namespace cxload::standin {

extern const Defect rtp_fixed_port;
const Defect rtp_fixed_port{"rtp.fixed_port", "names the media port of its first call in all others",
                            [](Behaviour& behaviour) { behaviour.media.fixed_port = true; }};

}  // namespace cxload::standin
