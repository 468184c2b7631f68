#include "../defect.hpp"

namespace cxload::standin {

extern const Defect signup_no_contracts{
    "signup.no_contracts", "the template's contracts are not copied",
    [](Behaviour& behaviour) { behaviour.web.signup_loses_contracts = true; }};

}  // namespace cxload::standin
