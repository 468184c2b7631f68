#include "../defect.hpp"

namespace cxload::standin {

extern const Defect payment_pending_counts{"payment.pending_counts",
                                           "payments that wait count in the balance",
                                           [](Behaviour& behaviour) { behaviour.web.pending_counts = true; }};

}  // namespace cxload::standin
