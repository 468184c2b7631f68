#include "../defect.hpp"

namespace cxload::standin {

extern const Defect rte_offline_404{"rte.offline_404", "a known user without a binding is answered 404",
                                    [](Behaviour& behaviour) { behaviour.knows_offline = false; }};

}  // namespace cxload::standin
