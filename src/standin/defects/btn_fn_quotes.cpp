#include "../defect.hpp"

namespace cxload::standin {

extern const Defect btn_fn_quotes{
    "btn.fn_quotes", "the page wants parameters in quotes",
    [](Behaviour& behaviour) { behaviour.web.quirks.push_back("btn.fn_quotes"); }};

}  // namespace cxload::standin
