#include "fake_phone.hpp"

#include <fmt/format.h>

#include <cxload/phone/portal.hpp>

namespace cxload::scenario::test {
namespace {

FakeNetwork* current = nullptr;

class FakeCall final : public phone::Call {
 public:
  FakeCall(net::Shard& shard, FakeNetwork& network)
      : network_(network), ended_(shard), far_end_(shard, [this](TimePoint) { end(); }) {}
  ~FakeCall() override { network_.callee_hangs_up = nullptr; }

  net::Awaitable<phone::CallResult> wait_final() override {
    if (is_answered() && network_.call.far_end_after)
      far_end_.arm(Clock::now() + *network_.call.far_end_after);
    if (is_answered())
      network_.callee_hangs_up = [this] {
        network_.log.emplace_back("callee BYE");
        if (network_.call.ends_when_callee_hangs_up) end();
      };
    co_return network_.call.result;
  }
  net::Awaitable<bool> wait_ringing() override { co_return network_.call.rings; }
  net::Awaitable<bool> wait_ended(TimePoint deadline) override {
    if (std::exchange(network_.was_replaced, false)) over_ = true;
    if (!over_) over_ = co_await ended_.wait_until(deadline);
    co_return over_;
  }
  net::Awaitable<Outcome<>> hang_up() override {
    if (!over_) network_.log.emplace_back("BYE");
    over_ = true;
    co_return Outcome<>();
  }
  net::Awaitable<Outcome<phone::MidCallResult>> hold() override { return did("hold"); }
  net::Awaitable<Outcome<phone::MidCallResult>> resume() override { return did("resume"); }
  net::Awaitable<Outcome<phone::MidCallResult>> send_dtmf(std::string digits) override {
    return did("dtmf " + digits);
  }
  net::Awaitable<Outcome<phone::MidCallResult>> transfer(std::string target, std::string replaced) override {
    if (!replaced.empty() && network_.ends_when_replaced) network_.was_replaced = true;
    return did("transfer " + target + (replaced.empty() ? "" : " in place of " + replaced));
  }
  Outcome<> answer(int status) override {
    network_.log.push_back(fmt::format("answer {}", status));
    return {};
  }
  void set_muted(bool muted) override { network_.log.emplace_back(muted ? "mute" : "unmute"); }
  std::string replaces() const override { return "call-1;to-tag=b;from-tag=a"; }
  bool is_incoming() const override { return false; }
  const std::string& call_id() const override { return call_id_; }
  bool is_answered() const override { return network_.call.result.status / 100 == 2; }
  std::optional<Failure> broken() const override { return network_.call.broken; }
  phone::MediaCounts media() const override { return {}; }

 private:
  net::Awaitable<Outcome<phone::MidCallResult>> did(std::string what) {
    network_.log.push_back(std::move(what));
    Outcome<phone::MidCallResult> result = phone::MidCallResult{200, "OK"};
    if (!network_.mid_call.empty()) {
      result = network_.mid_call.front();
      network_.mid_call.pop_front();
    }
    co_return result;
  }
  void end() {
    over_ = true;
    ended_.notify();
  }

  FakeNetwork& network_;
  net::Signal ended_;
  net::Timer far_end_;
  bool over_ = false;
  std::string call_id_ = "call-1";
};

}  // namespace

void use_network(FakeNetwork* network) { current = network; }

}  // namespace cxload::scenario::test

namespace cxload::phone {

using scenario::test::current;

class Phone::Impl {
 public:
  Impl(net::Shard& on, const Group& of, Account who)
      : shard(on), group(of), account(std::move(who)), network(*current) {}

  Outcome<FinalResponse> respond(std::string request) {
    network.log.push_back(std::move(request));
    if (network.responses.empty()) return FinalResponse{200, "OK"};
    Outcome<FinalResponse> response = network.responses.front();
    network.responses.pop_front();
    return response;
  }

  net::Shard& shard;
  const Group& group;
  Account account;
  scenario::test::FakeNetwork& network;
};

Phone::Phone(net::Shard& shard, const Group& group, Account account, Services& services)
    : shard_(shard),
      services_(services),
      home_(group),
      impl_(std::make_unique<Impl>(shard, group, std::move(account))) {}
Phone::~Phone() = default;

net::Awaitable<Outcome<FinalResponse>> Phone::register_binding(RegisterOptions options) {
  co_return impl_->respond(fmt::format("REGISTER {}", options.expires.count()));
}
net::Awaitable<Outcome<FinalResponse>> Phone::unregister() { co_return impl_->respond("REGISTER 0"); }
net::Awaitable<Outcome<FinalResponse>> Phone::options(std::string target) {
  co_return impl_->respond("OPTIONS " + target);
}
net::Awaitable<Outcome<FinalResponse>> Phone::message(std::string target, std::string body) {
  co_return impl_->respond("MESSAGE " + target + " " + body);
}
net::Awaitable<Outcome<MessageSummary>> Phone::message_summary() {
  impl_->network.log.emplace_back("SUBSCRIBE");
  co_return impl_->network.mailbox;
}
net::Awaitable<Outcome<std::shared_ptr<Call>>> Phone::dial(DialRequest request) {
  impl_->network.log.push_back("INVITE " + request.target);
  impl_->network.headers = request.headers;
  std::shared_ptr<Call> call = std::make_shared<scenario::test::FakeCall>(impl_->shard, impl_->network);
  co_return call;
}
net::Awaitable<Outcome<std::shared_ptr<Call>>> Phone::wait_incoming(TimePoint) {
  if (!impl_->network.is_called) co_return Failure{"call.none_came", "nobody called"};
  impl_->network.log.emplace_back("incoming");
  std::shared_ptr<Call> call = std::make_shared<scenario::test::FakeCall>(impl_->shard, impl_->network);
  co_return call;
}
void Phone::hang_up_all() {
  if (impl_->network.callee_hangs_up) impl_->network.callee_hangs_up();
}
const Account& Phone::account() const { return impl_->account; }
const Group& Phone::group() const { return impl_->group; }

}  // namespace cxload::phone
