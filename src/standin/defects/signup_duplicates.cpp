#include "../defect.hpp"

namespace cxload::standin {

extern const Defect signup_duplicates{"signup.duplicates", "a name that is taken is given again",
                                      [](Behaviour& behaviour) { behaviour.web.signup_twice = true; }};

}  // namespace cxload::standin
