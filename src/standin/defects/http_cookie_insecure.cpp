#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_cookie_insecure{"http.cookie_insecure",
                                         "the session cookie is neither Secure nor HttpOnly",
                                         [](Behaviour& behaviour) { behaviour.web.insecure_cookie = true; }};

}  // namespace cxload::standin
