#include "../number.hpp"

namespace cxload::standin {

extern const Number digit_reader{
    .digits = "166", .what = "reads digits", .answers_after = Duration::zero(), .media = MediaKind::digits};

}  // namespace cxload::standin
