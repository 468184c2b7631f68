#include "../defect.hpp"

namespace cxload::standin {

extern const Defect signup_without_flag{
    "signup.without_flag", "one can sign up although the flag is off",
    [](Behaviour& behaviour) { behaviour.web.signup_without_flag = true; }};

}  // namespace cxload::standin
