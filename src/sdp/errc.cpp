/// Texts of sdp::Errc.
#include <cxload/sdp/errc.hpp>

namespace cxload::sdp {
namespace {

const char* text_of(Errc error) {
  switch (error) {
    case Errc::empty:
      return "no session description";
    case Errc::too_large:
      return "session description too large";
    case Errc::bad_line:
      return "malformed SDP line";
    case Errc::bad_version:
      return "SDP version is not 0";
    case Errc::bad_origin:
      return "malformed o= line";
    case Errc::bad_connection:
      return "malformed c= line";
    case Errc::bad_bandwidth:
      return "malformed b= line";
    case Errc::bad_timing:
      return "malformed t= line";
    case Errc::bad_media:
      return "malformed m= line";
    case Errc::missing_line:
      return "obligatory SDP line missing";
    case Errc::repeated_line:
      return "SDP line stands more than once";
    case Errc::no_common_codec:
      return "no codec in common";
    case Errc::bad_answer:
      return "SDP answer does not fit its offer";
  }
  return "unknown SDP error";
}

// Boost's base class has a protected, non-virtual destructor on purpose: categories are never deleted.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
class Category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "sdp"; }
  std::string message(int value) const override { return text_of(static_cast<Errc>(value)); }
};
#pragma GCC diagnostic pop

}  // namespace

const boost::system::error_category& sdp_category() {
  static const Category category;
  return category;
}

}  // namespace cxload::sdp
