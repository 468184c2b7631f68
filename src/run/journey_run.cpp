#include "journey_run.hpp"

#include <algorithm>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/phone/portal.hpp>
#include <cxload/scenario/template.hpp>

namespace cxload::run {
namespace {

/// A callee borrowed from its pool; hangs up what is left and goes back when the call is over.
class PooledCallee final : public scenario::CalleeLease {
 public:
  PooledCallee(PhonePool& pool, std::size_t index, std::shared_ptr<phone::Activity> activity)
      : pool_(pool), index_(index) {
    pool_.at(index_).begin_activity(std::move(activity));
  }
  ~PooledCallee() override {
    phone::Phone& callee = pool_.at(index_);
    callee.hang_up_all();
    callee.end_activity();
    pool_.give_back(index_);
  }
  [[nodiscard]] phone::Phone& phone() const override { return pool_.at(index_); }

 private:
  PhonePool& pool_;
  std::size_t index_;
};

bool takes_calls(const scenario::Journey& journey) {
  return std::any_of(journey.steps.begin(), journey.steps.end(),
                     [](const scenario::JourneyStep& entry) { return entry.step->takes_calls(); });
}

}  // namespace

std::string JourneyStart::id() const { return fmt::format("{}-{}.{}", journey->name, entry, ordinal); }

JourneyRun::JourneyRun(net::Shard& shard, phone::Phone& phone, CalleeSource& callees, const ListRows& lists,
                       const JourneyStart& start, const Random& random)
    : shard_(shard),
      phone_(phone),
      callees_(callees),
      lists_(lists),
      start_(start),
      draws_(random),
      random_(random),
      activity_(std::make_shared<phone::Activity>(start_.journey->name, random.fork("callee"))) {}

net::Awaitable<JourneyEnd> JourneyRun::run(bool stays_registered) {
  if (!stays_registered) phone_.start_afresh();
  phone_.begin_activity(activity_);
  if (takes_calls(*start_.journey)) phone_.attend(true);
  try {
    for (const scenario::JourneyStep& entry : start_.journey->steps) {
      activity_->enter_step(std::string(entry.step->name()));
      const Outcome<> outcome = co_await entry.step->run(*this);
      if (outcome || entry.optional) continue;
      end_.failure = outcome.error();
      break;
    }
  } catch (const boost::system::system_error&) {
    end_.cancelled = true;  // terminal cancellation is the only exception in flight here
  }
  end_.at = Clock::now();
  activity_->enter_step("end");
  co_await net::asio::this_coro::reset_cancellation_state(net::asio::disable_cancellation());
  phone_.attend(false);
  if (stays_registered) {
    phone_.hang_up_all();
  } else {
    co_await phone_.close();
  }
  open_call_ = {};
  phone_.end_activity();
  co_return std::move(end_);
}

std::string JourneyRun::expand(std::string_view text) {
  if (text.find('{') == std::string_view::npos) return std::string(text);
  return scenario::expand_template(text, [this](std::string_view name) -> std::optional<std::string> {
    if (name == "unique") return crypto::random_token(12);
    if (const auto variable = variables_.find(name); variable != variables_.end()) return variable->second;
    if (auto cell = lists_.find(name, start_.entry, start_.ordinal, draws_)) return cell;
    return scenario::column_of(phone_.account(), name);
  });
}

net::Awaitable<void> JourneyRun::become(phone::Account account) {
  open_call_ = {};
  co_await phone_.become(std::move(account));
}

net::Awaitable<Outcome<>> JourneyRun::obey_provisioning() {
  const auto& told = phone_.portal().state().provisioning;
  if (!told || !phone_.group().obeys_provisioning) co_return Outcome<>();
  open_call_ = {};
  co_return co_await phone_.obey(*told);
}

Outcome<std::unique_ptr<scenario::CalleeLease>> JourneyRun::borrow_callee(std::string_view group) {
  PhonePool* pool = callees_.find_pool(group);
  if (pool == nullptr || pool->size() == 0)
    return Failure{"limit.no_callee", "group " + std::string(group) + " has no phones on this shard"};
  const auto is_callable = [](const phone::Phone& candidate) {
    return candidate.is_registered() || !candidate.group().registers;
  };
  const auto index = pool->borrow(start_.ordinal % pool->size(), is_callable);
  if (!index)
    return Failure{"limit.no_callee",
                   "every phone of group " + std::string(group) + " is busy or not registered"};
  return std::make_unique<PooledCallee>(*pool, *index, activity_);
}

}  // namespace cxload::run
