/// Texts of sip::Errc.
#include <cxload/sip/errc.hpp>

namespace cxload::sip {
namespace {

const char* text_of(Errc error) {
  switch (error) {
    case Errc::empty_message:
      return "no message, only line ends";
    case Errc::malformed_start_line:
      return "malformed start line";
    case Errc::bad_version:
      return "SIP version is not 2.0";
    case Errc::bad_status:
      return "status code outside 100-699";
    case Errc::bad_header:
      return "malformed header field";
    case Errc::missing_header:
      return "obligatory header field missing";
    case Errc::repeated_header:
      return "header field stands more than once";
    case Errc::too_large:
      return "message or header field too large";
    case Errc::too_many_headers:
      return "too many header fields";
    case Errc::bad_content_length:
      return "Content-Length wrong or contradictory";
    case Errc::missing_content_length:
      return "Content-Length missing on a stream";
    case Errc::short_body:
      return "body shorter than its Content-Length";
    case Errc::bad_uri:
      return "malformed URI";
    case Errc::bad_name_addr:
      return "malformed name or address";
    case Errc::bad_via:
      return "malformed Via";
    case Errc::bad_cseq:
      return "malformed CSeq";
    case Errc::cseq_mismatch:
      return "method of CSeq differs from that of the request";
    case Errc::bad_max_forwards:
      return "Max-Forwards is not a number up to 255";
    case Errc::bad_call_id:
      return "malformed Call-ID";
    case Errc::no_dialog:
      return "message makes no dialog: tag or Contact missing";
    case Errc::bad_challenge:
      return "malformed authentication challenge";
    case Errc::no_usable_challenge:
      return "no challenge of a known scheme, algorithm and qop";
    case Errc::bad_credentials:
      return "malformed credentials";
    case Errc::truncated_stream:
      return "stream ended inside a message";
  }
  return "unknown SIP error";
}

// Boost's base class has a protected, non-virtual destructor on purpose: categories are never deleted.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
class Category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "sip"; }
  std::string message(int value) const override { return text_of(static_cast<Errc>(value)); }
};
#pragma GCC diagnostic pop

}  // namespace

const boost::system::error_category& sip_category() {
  static const Category category;
  return category;
}

int status_for(const boost::system::error_code& error) {
  if (error == Errc::bad_version) return 505;
  if (error == Errc::too_large || error == Errc::too_many_headers) return 513;
  return 400;
}

}  // namespace cxload::sip
