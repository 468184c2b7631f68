/// Validity: from when until when a certificate is good; whole seconds, as certificates have them.
#pragma once
#include <cxload/base/clock.hpp>

namespace cxload::standin::tls {

struct Validity {
  WallTime issued, expires;
};

}  // namespace cxload::standin::tls
