#include "../defect.hpp"

namespace cxload::standin {

extern const Defect signup_escapes_html{
    "signup.escapes_html", "Register Success HTML arrives escaped",
    [](Behaviour& behaviour) { behaviour.web.signup_escapes_html = true; }};

}  // namespace cxload::standin
