#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_no_ratelimit{"http.no_ratelimit", "failed logins never shut their source out",
                                      [](Behaviour& behaviour) { behaviour.web.no_rate_limit = true; }};

}  // namespace cxload::standin
