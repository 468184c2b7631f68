#include "../defect.hpp"

namespace cxload::standin {

extern const Defect balance_without_flag{
    "balance.without_flag", "the balance is shown without its flag",
    [](Behaviour& behaviour) { behaviour.web.balance_without_flag = true; }};

}  // namespace cxload::standin
