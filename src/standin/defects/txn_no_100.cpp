#include "../defect.hpp"

namespace cxload::standin {

extern const Defect txn_no_100{"txn.no_100", "no 100 Trying",
                               [](Behaviour& behaviour) { behaviour.sends_trying = false; }};

}  // namespace cxload::standin
