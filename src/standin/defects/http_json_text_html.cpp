#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_json_text_html{"http.json_text_html", "JSON is called text/html",
                                        [](Behaviour& behaviour) { behaviour.web.json_text_html = true; }};

}  // namespace cxload::standin
