#include "call_log.hpp"

namespace cxload::standin {
namespace {

std::string call_id_of(const sip::Message& message) {
  return std::string(message.find(sip::HeaderId::call_id).value_or(""));
}

}  // namespace

void CallLog::on_invite(const sip::Message& invite, std::string caller, std::string dialled, WallTime wall) {
  if (calls_.size() >= most) calls_.erase(calls_.begin());  // somebody who never hung up
  std::string call_id = call_id_of(invite);
  Live live{{std::move(caller), std::move(dialled), call_id, wall}};
  calls_.emplace(std::move(call_id), std::move(live));
}

void CallLog::on_final(const sip::Message& request, int status, TimePoint now) {
  if (request.method() != "INVITE") return;
  const auto found = calls_.find(call_id_of(request));
  // A second answer is one to a re-INVITE, or to a branch of the same fork.
  if (found == calls_.end() || found->second.record.status != 0) return;
  found->second.record.status = status;
  found->second.answered = now;
  if (status >= 300) on_end(found->first, now);
}

void CallLog::on_end(std::string_view call_id, TimePoint now) {
  const auto found = calls_.find(std::string(call_id));
  if (found == calls_.end()) return;
  const Live ended = std::move(found->second);
  calls_.erase(found);
  CallRecord record = ended.record;
  if (record.status == 0) record.status = 487;
  if (record.status < 300) record.talk = now - ended.answered;
  tell_(record);
}

}  // namespace cxload::standin
