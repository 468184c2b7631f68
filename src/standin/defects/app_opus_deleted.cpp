#include "../defect.hpp"

namespace cxload::standin {

extern const Defect app_opus_deleted{
    "app.opus_deleted", "the page lets Codec Delete take Opus",
    [](Behaviour& behaviour) { behaviour.web.quirks.push_back("app.opus_deleted"); }};

}  // namespace cxload::standin
