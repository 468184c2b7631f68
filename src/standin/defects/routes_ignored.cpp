#include "../defect.hpp"

namespace cxload::standin {

extern const Defect routes_ignored{"routes.ignored", "calls go everywhere, whatever routes a customer has",
                                   [](Behaviour& behaviour) { behaviour.ignores_routes = true; }};

}  // namespace cxload::standin
