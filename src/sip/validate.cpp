/// Obligatory headers checked.
#include <array>

#include <cxload/base/text.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/errc.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/uri.hpp>
#include <cxload/sip/validate.hpp>
#include <cxload/sip/via.hpp>

namespace cxload::sip {
namespace {

/// RFC 4475 3.3.8: which of two From headers would count?
constexpr std::array single_headers = {
    HeaderId::from,           HeaderId::to,           HeaderId::call_id,
    HeaderId::cseq,           HeaderId::max_forwards, HeaderId::content_type,
    HeaderId::content_length, HeaderId::expires,      HeaderId::date};

Result<void> check_presence(const Message& message) {
  for (const HeaderId id : {HeaderId::via, HeaderId::from, HeaderId::to, HeaderId::call_id, HeaderId::cseq})
    if (!message.find(id)) return Errc::missing_header;
  for (const HeaderId id : single_headers)
    if (message.count(id) > 1) return Errc::repeated_header;
  return {};
}

Result<void> check_syntax(const Message& message) {
  // Only the top Via is for us; the others are opaque (RFC 4475 3.1.1.10).
  const Result<Via> via = parse_via(*message.first_value(HeaderId::via));
  if (!via) return via.error();
  for (const HeaderId id : {HeaderId::from, HeaderId::to}) {
    const Result<NameAddr> address = parse_name_addr(*message.find(id));
    if (!address) return address.error();
  }
  const std::string_view call_id = *message.find(HeaderId::call_id);
  if (call_id.empty() || call_id.find_first_of(" \t,;") != std::string_view::npos) return Errc::bad_call_id;
  return {};
}

Result<void> check_request_uri(std::string_view text) {
  const Result<Uri> uri = parse_uri(text);
  if (!uri) return uri.error();
  // RFC 3261 19.1.1, Table 1: no headers in a Request-URI.
  if (uri->is_sip() && !uri->headers.empty()) return Errc::bad_uri;
  return {};
}

Result<void> check_common(const Message& message) {
  if (const Result<void> present = check_presence(message); !present) return present;
  return check_syntax(message);
}

}  // namespace

Result<void> validate_request(const Message& request) {
  if (const Result<void> common = check_common(request); !common) return common;
  const Result<CSeq> cseq = parse_cseq(*request.find(HeaderId::cseq));
  if (!cseq) return cseq.error();
  if (cseq->method != request.method()) return Errc::cseq_mismatch;
  if (const auto hops = request.find(HeaderId::max_forwards)) {
    const std::optional<std::uint64_t> number = text::parse_unsigned(*hops);
    if (!number || *number > 255) return Errc::bad_max_forwards;
  }
  return check_request_uri(request.request_uri());
}

Result<void> validate_response(const Message& response) {
  if (const Result<void> common = check_common(response); !common) return common;
  const Result<CSeq> cseq = parse_cseq(*response.find(HeaderId::cseq));
  if (!cseq) return cseq.error();
  return {};
}

}  // namespace cxload::sip
