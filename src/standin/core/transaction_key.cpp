#include "transaction_key.hpp"

#include <cxload/base/text.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/via.hpp>

namespace cxload::standin {
namespace {

void add(std::string& key, std::string_view part) {
  key += '\n';
  key += part;
}

/// An INVITE of an RFC 2543 peer is known by its dialog and CSeq; the ACK repeats all of them but the To tag.
void add_legacy(std::string& key, const sip::Message& request) {
  const auto value = [&](sip::HeaderId id) { return request.find(id).value_or(std::string_view()); };
  const auto cseq = sip::parse_cseq(value(sip::HeaderId::cseq));
  add(key, value(sip::HeaderId::call_id));
  add(key, sip::tag_of(value(sip::HeaderId::from)).value_or(std::string_view()));
  add(key, cseq ? std::to_string(cseq->number) : std::string());
  add(key, request.request_uri());
}

}  // namespace

std::string server_key(const Flow& flow, const sip::Message& request, std::string_view method) {
  std::string key(method);
  // Replies go back on the connection a request came by, so equal branches of two connections stay two.
  add(key, std::to_string(static_cast<std::uint64_t>(flow.connection)));
  const Result<sip::Via> via = sip::parse_via(request.first_value(sip::HeaderId::via).value_or(""));
  if (!via) return key;
  add(key, text::to_lower(via->host));
  add(key, via->port ? std::to_string(*via->port) : std::string());
  const std::string_view branch = via->branch().value_or(std::string_view());
  if (text::istarts_with(branch, sip::branch_cookie)) {
    add(key, text::to_lower(branch));
  } else {
    add_legacy(key, request);
  }
  return key;
}

}  // namespace cxload::standin
