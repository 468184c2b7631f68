#include "fork.hpp"

#include <algorithm>
#include <array>

#include "reply.hpp"
#include "sip_timing.hpp"

namespace cxload::standin {
namespace {

/// 16.7 (6): a 6xx first, then the lowest class; within 4xx those that say how to succeed.
int rank_of(int status) {
  if (status >= 600) return 0;
  const int within =
      status == 401 || status == 407 || status == 415 || status == 420 || status == 484 ? 0 : 1;
  return (status / 100) * 10 + (status == 503 || status == 408 ? 2 : within);
}

constexpr std::string_view answered_elsewhere =
    "SIP;cause=200;text=\"Call completed elsewhere\"";  // RFC 3326

}  // namespace

void Fork::start(Kernel& kernel, ServerId server, const Flow& from, const sip::Message& request,
                 const std::vector<Target>& targets, TimePoint now, Fallback fallback) {
  const auto fork = std::make_shared<Fork>(kernel, server, request);
  if (fork->is_invite()) {
    // RFC 3261 17.2.1: within 200 ms the caller hears that somebody works on it.
    if (kernel.behaviour(from, request).sends_trying)
      kernel.servers.respond(server, sip::Message::make_response_to(request, 100), now);
    kernel.servers.set_owner(server, fork);
    fork->watch_silence(now);
    fork->fallback_ = std::move(fallback);
    if (fork->fallback_.take)
      fork->no_answer_ =
          kernel.timers.set(now + fork->fallback_.after, [weak = fork->weak_from_this()](TimePoint then) {
            if (const auto one = weak.lock()) one->cancel_pending({}, then);
          });
  }
  for (const Target& target : targets) {
    sip::Message copy = make_forward(kernel, request, from, target);
    if (kernel.relays)
      if (const int refusal =
              kernel.relays->on_request(copy, target.flow, kernel.behaviour(from, request).media))
        return fork->finish_with(make_reply(request, refusal), now);
    fork->branches_.push_back({kernel.clients.send(target.flow, copy, fork, now)});
  }
}

Fork::~Fork() {
  kernel_.timers.cancel(timer_c_);
  kernel_.timers.cancel(no_answer_);
}

void Fork::on_response(ClientId id, const sip::Message& response, TimePoint now) {
  const int status = response.status();
  if (status == 100) return;  // 16.7 (5)
  if (status < 200) {
    if (!is_invite()) return;
    watch_silence(now);
    return relay(response, now);
  }
  if (status >= 300) return settle(id, response, now);
  relay(response, now);
  const bool is_first = !has_success_;
  has_success_ = true;
  for (Branch& branch : branches_) branch.is_done = branch.is_done || branch.client == id;
  if (is_first) {
    kernel_.timers.cancel(timer_c_);
    kernel_.timers.cancel(no_answer_);
    cancel_pending(answered_elsewhere, now);
  }
}

void Fork::on_no_response(ClientId id, int status, TimePoint now) {
  settle(id, make_reply(request_, is_cancelled_ ? 487 : status), now);
}

void Fork::settle(ClientId id, sip::Message final_response, TimePoint now) {
  const auto branch =
      std::find_if(branches_.begin(), branches_.end(), [&](const Branch& b) { return b.client == id; });
  if (branch == branches_.end() || branch->is_done) return;
  branch->is_done = true;
  const int status = final_response.status();
  keep_if_better(std::move(final_response));
  if (status >= 600) cancel_pending({}, now);
  if (std::all_of(branches_.begin(), branches_.end(), [](const Branch& b) { return b.is_done; })) finish(now);
}

void Fork::keep_if_better(sip::Message response) {
  const int status = response.status();
  if (status == 401 || status == 407) {
    for (const sip::HeaderId id : {sip::HeaderId::www_authenticate, sip::HeaderId::proxy_authenticate})
      for (const std::string_view value : response.values(id))
        challenges_.push_back(std::string(sip::canonical_name(id)) + ": " + std::string(value));
  }
  if (!best_ || rank_of(status) < rank_of(best_->status())) best_ = std::move(response);
}

/// Before anything was sent on.
void Fork::finish_with(const sip::Message& refusal, TimePoint now) {
  kernel_.timers.cancel(timer_c_);
  cancel_pending({}, now);
  relay(refusal, now);
}

void Fork::finish(TimePoint now) {
  kernel_.timers.cancel(timer_c_);
  kernel_.timers.cancel(no_answer_);
  if (has_success_ || !best_ || fall_back(now)) return;
  // RFC 4320 4.2: by now the caller of anything but INVITE has given up; a 408 would only confuse.
  if (!is_invite() && best_->status() == 408) return kernel_.servers.abandon(server_);
  // 16.7 (6): one callee's 503 is not ours.
  if (best_->status() == 503) best_ = make_reply(request_, 500);
  if (best_->status() == 401 || best_->status() == 407) {
    best_->remove(sip::HeaderId::www_authenticate);
    best_->remove(sip::HeaderId::proxy_authenticate);
    for (const std::string& line : challenges_) {
      const std::size_t colon = line.find(':');
      best_->append(sip::find_header(std::string_view(line).substr(0, colon)), line.substr(colon + 2));
    }
  }
  relay(*best_, now);
}

bool Fork::fall_back(TimePoint now) {
  constexpr std::array<int, 4> missed = {408, 480, 486, 487};
  if (!fallback_.take || is_cancelled_ ||
      std::find(missed.begin(), missed.end(), best_->status()) == missed.end())
    return false;
  if (kernel_.relays) {
    sip::Message over = make_reply(request_, 480);
    kernel_.relays->on_response(request_, over);
  }
  std::exchange(fallback_.take, nullptr)(now);
  return true;
}

void Fork::relay(const sip::Message& response, TimePoint now) {
  sip::Message copy = response;
  // What a callee sent still bears our own Via on top; what we made does not.
  if (copy.values(sip::HeaderId::via).size() > request_.values(sip::HeaderId::via).size())
    copy.remove_first_value(sip::HeaderId::via);
  if (kernel_.relays) kernel_.relays->on_response(request_, copy);
  kernel_.servers.respond(server_, std::move(copy), now);
}

void Fork::cancel_pending(std::string_view reason, TimePoint now) {
  if (!is_invite()) return;
  for (const Branch& branch : branches_)
    if (!branch.is_done) kernel_.clients.cancel(branch.client, reason, now);
}

void Fork::on_cancel(TimePoint now) {
  is_cancelled_ = true;
  kernel_.timers.cancel(timer_c_);
  cancel_pending({}, now);
}

void Fork::watch_silence(TimePoint now) {
  kernel_.timers.cancel(timer_c_);
  if (has_success_) return;
  timer_c_ = kernel_.timers.set(now + timer_c, [weak = weak_from_this()](TimePoint then) {
    if (const auto fork = weak.lock()) fork->on_timer_c(then);
  });
}

void Fork::on_timer_c(TimePoint now) {
  // 16.8: who said something is cancelled; whoever said nothing has run into Timer B before.
  cancel_pending({}, now);
}

}  // namespace cxload::standin
