#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_cache_private_data{
    "http.cache_private_data", "personal data may be cached by everybody",
    [](Behaviour& behaviour) { behaviour.web.cache_private_data = true; }};

}  // namespace cxload::standin
