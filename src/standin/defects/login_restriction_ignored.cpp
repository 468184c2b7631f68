#include "../defect.hpp"

namespace cxload::standin {

extern const Defect login_restriction_ignored{
    "login.restriction_ignored", "companies that are not on the list get in",
    [](Behaviour& behaviour) { behaviour.web.ignores_restriction = true; }};

}  // namespace cxload::standin
