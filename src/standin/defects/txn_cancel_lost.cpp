#include "../defect.hpp"

namespace cxload::standin {

extern const Defect txn_cancel_lost{"txn.cancel_lost", "CANCEL is answered but the call goes on",
                                    [](Behaviour& behaviour) { behaviour.relays_cancel = false; }};

}  // namespace cxload::standin
