#include "../defect.hpp"

namespace cxload::standin {

extern const Defect sdp_no_rtcp_mux;
const Defect sdp_no_rtcp_mux{"sdp.no_rtcp_mux", "its descriptions lack a=rtcp-mux",
                             [](Behaviour& behaviour) { behaviour.media.no_rtcp_mux = true; }};

}  // namespace cxload::standin
