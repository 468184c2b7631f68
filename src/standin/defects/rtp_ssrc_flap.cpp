#include "../defect.hpp"

namespace cxload::standin {

extern const Defect rtp_ssrc_flap;
const Defect rtp_ssrc_flap{"rtp.ssrc_flap", "gives every RTP packet an SSRC of its own",
                           [](Behaviour& behaviour) { behaviour.media.ssrc_flap = true; }};

}  // namespace cxload::standin
