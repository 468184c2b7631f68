#include "../number.hpp"

namespace cxload::standin {

extern const Number voicemail{.digits = "*2",
                              .what = "and a user: takes a message for him, after a beep",
                              .answers_after = Duration::zero(),
                              .media = MediaKind::record,
                              .takes_user = true};

}  // namespace cxload::standin
