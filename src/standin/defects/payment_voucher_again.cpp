#include "../defect.hpp"

namespace cxload::standin {

extern const Defect payment_voucher_again{"payment.voucher_again", "a voucher works again and again",
                                          [](Behaviour& behaviour) { behaviour.web.voucher_again = true; }};

}  // namespace cxload::standin
