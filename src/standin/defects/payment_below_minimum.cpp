#include "../defect.hpp"

namespace cxload::standin {

extern const Defect payment_below_minimum{"payment.below_minimum", "less than the least payment is taken",
                                          [](Behaviour& behaviour) { behaviour.web.below_minimum = true; }};

}  // namespace cxload::standin
