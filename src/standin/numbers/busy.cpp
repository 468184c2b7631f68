#include "../number.hpp"

namespace cxload::standin {

extern const Number busy{.digits = "163", .what = "busy", .answers_after = {}, .refuses_with = 486};

}  // namespace cxload::standin
