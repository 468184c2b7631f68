#include "../defect.hpp"

namespace cxload::standin {

extern const Defect auth_no_stale{"auth.no_stale", "an expired nonce is challenged without stale=true",
                                  [](Behaviour& behaviour) { behaviour.says_stale = false; }};

}  // namespace cxload::standin
