#include "../defect.hpp"

namespace cxload::standin {

extern const Defect menu_shows_disabled{
    "menu.shows_disabled", "disabled menu items are shown",
    [](Behaviour& behaviour) { behaviour.web.menu_shows_disabled = true; }};

}  // namespace cxload::standin
