#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_race_500{"btn.race_500", "pressing a button while its script runs is answered 500",
                                 [](Behaviour& behaviour) { behaviour.web.script_race = true; }};

}  // namespace cxload::standin
