#include "../number.hpp"

namespace cxload::standin {

extern const Number slow{.digits = "162",
                         .what = "rings, answers after 3 s",
                         .rings = true,
                         .answers_after = std::chrono::seconds(3),
                         .media = MediaKind::echo};

}  // namespace cxload::standin
