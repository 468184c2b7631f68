#include "../defect.hpp"

namespace cxload::standin {

extern const Defect brand_account_name{"brand.account_name", "the account is shown in place of the brand",
                                       [](Behaviour& behaviour) { behaviour.web.shows_account = true; }};

}  // namespace cxload::standin
