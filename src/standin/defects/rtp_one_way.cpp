#include "../defect.hpp"

namespace cxload::standin {

extern const Defect rtp_one_way;
const Defect rtp_one_way{"rtp.one_way", "hears its callers and sends them nothing",
                         [](Behaviour& behaviour) { behaviour.media.one_way = true; }};

}  // namespace cxload::standin
