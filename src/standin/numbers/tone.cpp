#include "../number.hpp"

namespace cxload::standin {

extern const Number tone{
    .digits = "161", .what = "1 kHz tone", .answers_after = Duration::zero(), .media = MediaKind::tone};

}  // namespace cxload::standin
