#include "histories.hpp"

namespace cxload::standin::web {
namespace {

std::string_view result_of(int status) {
  if (status < 300) return "answered";
  switch (status) {
    case 486:
    case 600:
      return "busy";
    case 408:
    case 480:
      return "no_answer";
    case 487:
      return "cancelled";
    default:
      return "failed";
  }
}

}  // namespace

void Histories::add(const CallRecord& record, bool has_callee) {
  put(record.caller, {true, record.dialled, record.start, record.talk, result_of(record.status)});
  if (!has_callee) return;
  const std::string_view seen = record.status < 300 ? "answered" : "missed";
  put(record.dialled, {false, record.caller, record.start, record.talk, seen});
}

void Histories::put(const std::string& user, PastCall call) {
  if (by_user_.size() >= most_users && !by_user_.contains(user)) return;
  std::deque<PastCall>& calls = by_user_[user];
  calls.push_front(std::move(call));
  if (calls.size() > most_calls) calls.pop_back();
}

const std::deque<PastCall>& Histories::of(const std::string& user) const {
  static const std::deque<PastCall> none;
  const auto found = by_user_.find(user);
  return found == by_user_.end() ? none : found->second;
}

}  // namespace cxload::standin::web
