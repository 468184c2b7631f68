#include "../defect.hpp"

namespace cxload::standin {

extern const Defect prov_host_is_address{"prov.host_is_address", "wsServer is an address",
                                         [](Behaviour& behaviour) { behaviour.web.host_is_address = true; }};

}  // namespace cxload::standin
