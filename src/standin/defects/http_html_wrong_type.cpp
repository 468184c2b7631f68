#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_html_wrong_type{"http.html_wrong_type", "the page is called text/plain",
                                         [](Behaviour& behaviour) { behaviour.web.html_wrong_type = true; }};

}  // namespace cxload::standin
