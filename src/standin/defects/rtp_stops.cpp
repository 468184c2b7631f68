#include "../defect.hpp"

namespace cxload::standin {

extern const Defect rtp_stops;
const Defect rtp_stops{"rtp.stops", "sends media for a second and a half of a call, and then none",
                       [](Behaviour& behaviour) { behaviour.media.stops = true; }};

}  // namespace cxload::standin
