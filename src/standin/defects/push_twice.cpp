#include "../defect.hpp"

namespace cxload::standin {

extern const Defect push_twice{"push.twice", "every push is sent twice",
                               [](Behaviour& behaviour) { behaviour.web.push_twice = true; }};

}  // namespace cxload::standin
