#include "../defect.hpp"

namespace cxload::standin {

extern const Defect brand_one_for_all{"brand.one_for_all", "every Host gets the first brand",
                                      [](Behaviour& behaviour) { behaviour.web.one_brand = true; }};

}  // namespace cxload::standin
