#include "../defect.hpp"

namespace cxload::standin {

extern const Defect signup_shares_template{"signup.shares_template",
                                           "the template's records move to the newcomer",
                                           [](Behaviour& behaviour) { behaviour.web.signup_shares = true; }};

}  // namespace cxload::standin
