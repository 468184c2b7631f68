#include "../number.hpp"

namespace cxload::standin {

extern const Number silent{
    .digits = "164", .what = "rings, never answers", .rings = true, .answers_after = {}};

}  // namespace cxload::standin
