// Texts of stun::Errc.
#include <cxload/stun/errc.hpp>

namespace cxload::stun {
namespace {

const char* text_of(Errc error) {
  switch (error) {
    case Errc::not_stun:
      return "not a STUN message";
    case Errc::bad_length:
      return "STUN length does not fit the datagram";
    case Errc::bad_attribute:
      return "malformed STUN attribute";
    case Errc::too_many:
      return "too many STUN attributes";
    case Errc::bad_order:
      return "STUN attribute behind FINGERPRINT";
    case Errc::no_room:
      return "STUN message does not fit its buffer";
  }
  return "unknown STUN error";
}

// Boost's base class has a protected, non-virtual destructor on purpose: categories are never deleted.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
class Category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "stun"; }
  std::string message(int value) const override { return text_of(static_cast<Errc>(value)); }
};
#pragma GCC diagnostic pop

}  // namespace

const boost::system::error_category& stun_category() {
  static const Category category;
  return category;
}

}  // namespace cxload::stun
