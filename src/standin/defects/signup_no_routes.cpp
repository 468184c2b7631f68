#include "../defect.hpp"

namespace cxload::standin {

extern const Defect signup_no_routes{"signup.no_routes", "the template's routes are not copied",
                                     [](Behaviour& behaviour) { behaviour.web.signup_loses_routes = true; }};

}  // namespace cxload::standin
