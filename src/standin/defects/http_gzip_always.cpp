#include "../defect.hpp"

namespace cxload::standin {

extern const Defect http_gzip_always{"http.gzip_always",
                                     "bodies are packed for those who cannot unpack them, too",
                                     [](Behaviour& behaviour) { behaviour.web.gzip_always = true; }};

}  // namespace cxload::standin
