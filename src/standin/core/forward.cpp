#include "forward.hpp"

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/via.hpp>

namespace cxload::standin {
namespace {

constexpr std::size_t mark_size = 12;

/// What decides where a request goes; equal marks in one message mean a loop.
std::string loop_mark(const sip::Message& request) {
  const auto value = [&](sip::HeaderId id) { return std::string(request.find(id).value_or("")); };
  std::string text(request.request_uri());
  for (const sip::HeaderId id : {sip::HeaderId::from, sip::HeaderId::to, sip::HeaderId::call_id,
                                 sip::HeaderId::cseq, sip::HeaderId::route, sip::HeaderId::proxy_require})
    text.append(1, '\n').append(value(id));
  return crypto::hash_hex(crypto::Hash::md5, text).substr(0, mark_size);
}

bool forms_dialog(const sip::Message& request) {
  const std::string_view method = request.method();
  return (method == "INVITE" || method == "SUBSCRIBE" || method == "REFER") &&
         !sip::tag_of(request.find(sip::HeaderId::to).value_or(""));
}

}  // namespace

sip::Message make_forward(const Kernel& kernel, const sip::Message& request, const Flow& from,
                          const Target& target) {
  const std::string mark = loop_mark(request);
  sip::Message copy = request;
  copy.set_request_uri(target.uri);
  const auto hops = text::parse_unsigned(request.find(sip::HeaderId::max_forwards).value_or(""));
  if (hops) {
    copy.set(sip::HeaderId::max_forwards, std::to_string(*hops > 0 ? *hops - 1 : 0));
  } else {
    copy.append(sip::HeaderId::max_forwards, "70");
  }
  kernel.authenticator.strip_credentials(copy);
  if (forms_dialog(request) && kernel.behaviour(from, request).records_route) {
    copy.prepend(sip::HeaderId::record_route, kernel.self.make_route(from));
    copy.prepend(sip::HeaderId::record_route, kernel.self.make_route(target.flow));
  }
  for (const std::string& route : target.routes) copy.append(sip::HeaderId::route, route);
  const std::string branch = std::string(sip::branch_cookie) + crypto::random_token(14) + '.' + mark;
  copy.prepend(sip::HeaderId::via, kernel.self.make_via(target.flow.scheme, branch));
  return copy;
}

bool is_looping(const Kernel& kernel, const sip::Message& request) {
  const std::string mark = loop_mark(request);
  for (const std::string_view value : request.values(sip::HeaderId::via)) {
    const Result<sip::Via> via = sip::parse_via(value);
    if (!via || !kernel.self.is_door(via->host, via->port)) continue;
    if (via->branch().value_or("").ends_with('.' + mark)) return true;
  }
  return false;
}

}  // namespace cxload::standin
