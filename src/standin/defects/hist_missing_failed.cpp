#include "../defect.hpp"

namespace cxload::standin {

extern const Defect hist_missing_failed{"hist.missing_failed",
                                        "the history leaves out calls that nobody answered",
                                        [](Behaviour& behaviour) { behaviour.web.history_no_failed = true; }};

}  // namespace cxload::standin
