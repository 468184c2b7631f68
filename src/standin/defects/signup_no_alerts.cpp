#include "../defect.hpp"

namespace cxload::standin {

extern const Defect signup_no_alerts{"signup.no_alerts", "the template's alerts are not copied",
                                     [](Behaviour& behaviour) { behaviour.web.signup_loses_alerts = true; }};

}  // namespace cxload::standin
