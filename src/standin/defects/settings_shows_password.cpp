#include "../defect.hpp"

namespace cxload::standin {

extern const Defect settings_shows_password{
    "settings.shows_password", "the page shows the SIP password among the settings",
    [](Behaviour& behaviour) { behaviour.web.quirks.push_back("settings.shows_password"); }};

}  // namespace cxload::standin
