#include "../defect.hpp"

namespace cxload::standin {

extern const Defect payment_without_flag{
    "payment.without_flag", "payments are taken without their flag",
    [](Behaviour& behaviour) { behaviour.web.payment_without_flag = true; }};

}  // namespace cxload::standin
