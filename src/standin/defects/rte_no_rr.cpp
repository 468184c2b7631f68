#include "../defect.hpp"

namespace cxload::standin {

extern const Defect rte_no_rr{"rte.no_rr", "no Record-Route, so requests inside a call miss the proxy",
                              [](Behaviour& behaviour) { behaviour.records_route = false; }};

}  // namespace cxload::standin
