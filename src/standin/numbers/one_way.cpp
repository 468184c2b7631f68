#include "../number.hpp"

namespace cxload::standin {

extern const Number one_way{.digits = "169",
                            .what = "an announcement: is heard and does not listen",
                            .answers_after = Duration::zero(),
                            .media = MediaKind::announcement};

}  // namespace cxload::standin
