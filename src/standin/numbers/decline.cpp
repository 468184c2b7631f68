#include "../number.hpp"

namespace cxload::standin {

extern const Number decline{.digits = "165", .what = "declines", .answers_after = {}, .refuses_with = 603};

}  // namespace cxload::standin
