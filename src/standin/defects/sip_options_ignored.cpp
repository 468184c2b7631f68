#include "../defect.hpp"

namespace cxload::standin {

extern const Defect sip_options_ignored{"sip.options_ignored", "OPTIONS gets no answer",
                                        [](Behaviour& behaviour) { behaviour.answers_options = false; }};

}  // namespace cxload::standin
