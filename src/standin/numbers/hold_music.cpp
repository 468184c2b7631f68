#include "../number.hpp"

namespace cxload::standin {

extern const Number hold_music{.digits = "170",
                               .what = "music, as on hold",
                               .answers_after = Duration::zero(),
                               .media = MediaKind::music};

}  // namespace cxload::standin
