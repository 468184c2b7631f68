#include "../defect.hpp"

namespace cxload::standin {

extern const Defect rtp_drop_5pct;
const Defect rtp_drop_5pct{"rtp.drop_5pct", "loses every twentieth packet that it sends",
                           [](Behaviour& behaviour) { behaviour.media.loss = 0.05; }};

}  // namespace cxload::standin
