#include "../defect.hpp"

namespace cxload::standin {

extern const Defect signup_no_payments{
    "signup.no_payments", "the template's payments are not copied",
    [](Behaviour& behaviour) { behaviour.web.signup_loses_payments = true; }};

}  // namespace cxload::standin
