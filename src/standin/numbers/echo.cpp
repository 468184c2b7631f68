#include "../number.hpp"

namespace cxload::standin {

extern const Number echo{
    .digits = "160", .what = "echo", .answers_after = Duration::zero(), .media = MediaKind::echo};

}  // namespace cxload::standin
