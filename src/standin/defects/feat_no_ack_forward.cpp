#include "../defect.hpp"

namespace cxload::standin {

extern const Defect feat_no_ack_forward{"feat.no_ack_forward", "the ACK to a 2xx is not relayed",
                                        [](Behaviour& behaviour) { behaviour.forwards_ack = false; }};

}  // namespace cxload::standin
