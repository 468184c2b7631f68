#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_two_actions{
    "btn.two_actions", "the page runs every action of a list",
    [](Behaviour& behaviour) { behaviour.web.quirks.push_back("btn.two_actions"); }};

}  // namespace cxload::standin
