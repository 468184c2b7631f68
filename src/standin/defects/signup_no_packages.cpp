#include "../defect.hpp"

namespace cxload::standin {

extern const Defect signup_no_packages{
    "signup.no_packages", "the template's packages are not copied",
    [](Behaviour& behaviour) { behaviour.web.signup_loses_packages = true; }};

}  // namespace cxload::standin
