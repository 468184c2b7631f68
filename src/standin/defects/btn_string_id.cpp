#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_string_id{"btn.string_id", "a button's id is a text",
                                  [](Behaviour& behaviour) { behaviour.web.button_string_id = true; }};

}  // namespace cxload::standin
