#include "../number.hpp"

namespace cxload::standin {

// To the busy number first, then to the echo; and to itself, which nobody may follow.
extern const Number moved{.digits = "167",
                          .what = "has moved: 302 to 163, then 160",
                          .answers_after = {},
                          .refuses_with = 302,
                          .moved_to = "160;q=0.5 163;q=0.9 167;q=0.7"};

}  // namespace cxload::standin
