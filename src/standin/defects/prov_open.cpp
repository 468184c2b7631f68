#include "../defect.hpp"

namespace cxload::standin {

extern const Defect prov_open{"prov.open", "provisioning is given to whoever asks",
                              [](Behaviour& behaviour) { behaviour.web.open_prov = true; }};

}  // namespace cxload::standin
