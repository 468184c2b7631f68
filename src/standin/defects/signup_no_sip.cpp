#include "../defect.hpp"

namespace cxload::standin {

extern const Defect signup_no_sip{"signup.no_sip", "the new account cannot register",
                                  [](Behaviour& behaviour) { behaviour.web.signup_no_sip = true; }};

}  // namespace cxload::standin
