#include "outgoing_calls.hpp"

#include <algorithm>

namespace cxload::standin {

std::uint64_t OutgoingCalls::start(const CallOrder& order, TimePoint now) {
  const std::vector<Binding>& bindings = kernel_.locations.of(order.user);
  if (bindings.empty() || live_.size() >= most_live) return 0;
  const std::uint64_t id = ++last_id_;
  const auto call = std::make_shared<OutgoingCall>(kernel_, media_, order, id,
                                                   [this](const CallReport& report) { on_ended(report); });
  live_.emplace(call->report().call_id, call);
  if (call->start(bindings.back(), now)) return id;
  live_.erase(call->report().call_id);
  return 0;
}

bool OutgoingCalls::hang_up(std::uint64_t id, TimePoint now) {
  const auto found = std::find_if(live_.begin(), live_.end(),
                                  [&](const auto& one) { return one.second->report().id == id; });
  if (found == live_.end()) return false;
  const std::shared_ptr<OutgoingCall> call = found->second;
  call->hang_up(now);
  return true;
}

std::shared_ptr<OutgoingCall> OutgoingCalls::find(const sip::Message& request) const {
  const auto found = live_.find(std::string(request.find(sip::HeaderId::call_id).value_or("")));
  const bool is_up = found != live_.end() && found->second->report().state == CallReport::State::answered;
  return is_up ? found->second : nullptr;
}

std::vector<CallReport> OutgoingCalls::reports() const {
  std::vector<CallReport> all(over_.begin(), over_.end());
  for (const auto& [call_id, call] : live_) all.push_back(call->report());
  std::sort(all.begin(), all.end(), [](const CallReport& a, const CallReport& b) { return a.id < b.id; });
  return all;
}

void OutgoingCalls::on_ended(const CallReport& report) {
  over_.push_back(report);
  if (over_.size() > most_reports) over_.pop_front();
  live_.erase(report.call_id);
}

}  // namespace cxload::standin
