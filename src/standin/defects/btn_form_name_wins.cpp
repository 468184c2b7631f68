#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_form_name_wins{
    "btn.form_name_wins", "the page opens the form that fn names, not that of form_id",
    [](Behaviour& behaviour) { behaviour.web.quirks.push_back("btn.form_name_wins"); }};

}  // namespace cxload::standin
