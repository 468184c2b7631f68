#include "../defect.hpp"

namespace cxload::standin {

extern const Defect signup_no_fields{"signup.no_fields", "the template customer's own fields are not copied",
                                     [](Behaviour& behaviour) { behaviour.web.signup_loses_fields = true; }};

}  // namespace cxload::standin
