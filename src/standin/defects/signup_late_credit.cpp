#include "../defect.hpp"

namespace cxload::standin {

extern const Defect signup_late_credit{"signup.late_credit",
                                       "the credit is dated five minutes after the sign-up",
                                       [](Behaviour& behaviour) { behaviour.web.signup_late = true; }};

}  // namespace cxload::standin
