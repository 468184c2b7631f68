#include "../defect.hpp"

namespace cxload::standin {

extern const Defect app_regex_unanchored{
    "app.regex_unanchored", "the page takes entries of Codec Delete for parts of names",
    [](Behaviour& behaviour) { behaviour.web.quirks.push_back("app.regex_unanchored"); }};

}  // namespace cxload::standin
