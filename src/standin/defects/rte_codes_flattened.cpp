#include "../defect.hpp"

namespace cxload::standin {

extern const Defect rte_codes_flattened{"rte.codes_flattened", "every refusal reaches the caller as 480",
                                        [](Behaviour& behaviour) { behaviour.keeps_codes = false; }};

}  // namespace cxload::standin
