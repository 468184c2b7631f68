#include "../defect.hpp"

namespace cxload::standin {

extern const Defect dtls_other_cert;
const Defect dtls_other_cert{"dtls.other_cert",
                             "its descriptions name the fingerprint of another certificate",
                             [](Behaviour& behaviour) { behaviour.media.wrong_fingerprint = true; }};

}  // namespace cxload::standin
