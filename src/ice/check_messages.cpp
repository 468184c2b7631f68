#include "check_messages.hpp"

#include <string>

#include <cxload/stun/integrity.hpp>
#include <cxload/stun/writer.hpp>

namespace cxload::ice {
namespace {

using stun::Attr;

stun::Bytes finished(const stun::Writer& writer) {
  const Result<stun::Bytes> message = writer.finish();
  return message ? *message : stun::Bytes();
}

std::string_view reason_of(std::uint16_t code) {
  switch (code) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthenticated";
    case 420:
      return "Unknown Attribute";
    default:
      return "Role Conflict";
  }
}

}  // namespace

stun::Bytes write_request(MessageBuffer& out, const stun::TransactionId& id, const Credentials& own,
                          const Credentials& remote, const CheckRequest& check) {
  stun::Writer writer(out, stun::Method::binding, stun::Class::request, id);
  writer.text(Attr::username, remote.ufrag + ":" + own.ufrag);
  writer.u32(Attr::priority, check.priority);
  writer.u64(check.is_controlling ? Attr::ice_controlling : Attr::ice_controlled, check.tie_breaker);
  if (check.nominates) writer.flag(Attr::use_candidate);
  writer.integrity(stun::short_term_key(remote.password)).fingerprint();
  return finished(writer);
}

stun::Bytes write_success(MessageBuffer& out, const stun::TransactionId& id,
                          const stun::TransportAddress& seen, const Credentials& own) {
  stun::Writer writer(out, stun::Method::binding, stun::Class::success, id);
  writer.xor_address(Attr::xor_mapped_address, seen);
  writer.integrity(stun::short_term_key(own.password)).fingerprint();
  return finished(writer);
}

stun::Bytes write_error(MessageBuffer& out, const stun::Message& request, std::uint16_t code,
                        const Credentials* own) {
  stun::Writer writer(out, stun::Method::binding, stun::Class::error, request.transaction());
  writer.error(code, reason_of(code));
  const stun::UnknownAttributes& unknown = request.unknown_required();
  if (code == 420) writer.unknown_attributes(std::span(unknown.types).first(unknown.count));
  if (own != nullptr) writer.integrity(stun::short_term_key(own->password));
  writer.fingerprint();
  return finished(writer);
}

std::uint16_t judge_request(const stun::Message& request, const Credentials& own) {
  const auto user = request.text(Attr::username);
  if (!user || !request.has_integrity()) return 400;
  const bool is_ours =
      user->size() > own.ufrag.size() && user->starts_with(own.ufrag) && (*user)[own.ufrag.size()] == ':';
  if (!is_ours || !request.integrity_is(stun::short_term_key(own.password))) return 401;
  return request.unknown_required().count > 0 ? 420 : 0;
}

}  // namespace cxload::ice
