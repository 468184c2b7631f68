#include "../number.hpp"

namespace cxload::standin {

extern const Number no_audio{.digits = "168",
                             .what = "answers, takes audio and sends none",
                             .answers_after = Duration::zero(),
                             .media = MediaKind::silence};

}  // namespace cxload::standin
