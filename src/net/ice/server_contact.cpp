#include "server_contact.hpp"

#include <fmt/format.h>

namespace cxload::net {
namespace {

std::string name_of(const IceServer& server) {
  return fmt::format("{} server {} port {}", server.relays ? "TURN" : "STUN", server.door.host,
                     server.door.port);
}

turn::AllocationOptions options_for(const IceServer& server) {
  turn::AllocationOptions options;
  options.credentials = {server.username, server.password};
  options.is_reliable = is_reliable(server.door.scheme);
  return options;
}

}  // namespace

ServerContact::ServerContact(Shard& shard, const IceServer& server, Random& random, ContactOwner& owner)
    : shard_(shard), server_(server), random_(random), owner_(owner), timer_(shard, [this](TimePoint now) {
        on_due(now);
      }) {
  report_.relays = server.relays;
  report_.scheme = server.door.scheme;
}

ServerContact::~ServerContact() { close(); }

void ServerContact::start(bool with_v4, TimePoint now) {
  begun_ = now;
  with_v4_ = with_v4;
  if (is_reliable(server_.door.scheme)) {
    stream_ = open_stream(shard_, server_.door, *this);
    return;
  }
  finder_.emplace(shard_, server_.door);
  const auto known = finder_->next([this](const Outcome<Endpoint>& target) { on_target(target); });
  if (known) on_target(*known);
}

void ServerContact::on_target(const Outcome<Endpoint>& target) {
  if (is_over_) return;
  if (!target) return fail(target.error());
  if (target->address.is_v4() != with_v4_) {
    const auto next = finder_->next([this](const Outcome<Endpoint>& other) { on_target(other); });
    if (next) on_target(*next);
    return;
  }
  target_ = *target;
  ask(Clock::now());
}

void ServerContact::ask(TimePoint now) {
  if (server_.relays) {
    allocation_ =
        std::make_unique<turn::Allocation>(options_for(server_), static_cast<turn::AllocationSink&>(*this));
    allocation_->start(now);
  } else {
    binding_.emplace(random_, now);
  }
  on_due(now);
}

void ServerContact::on_due(TimePoint now) {
  due_.reset();
  if (binding_) {
    const stun::Bytes request = binding_->poll(now);
    if (!request.empty()) owner_.send_from_socket(request, *target_);
  }
  if (allocation_) allocation_->tick(now);
  look(now);
}

void ServerContact::look(TimePoint now) {
  std::optional<TimePoint> due;
  if (binding_) {
    due = binding_->next_deadline();
    if (binding_->state() == stun::Binding::State::timed_out)
      return fail({"stun.timeout", "it does not answer"});
    if (binding_->state() == stun::Binding::State::refused)
      return fail({"stun.refused", binding_->error_code() == 0
                                       ? std::string("its answer names no address")
                                       : fmt::format("it answers {}", binding_->error_code())});
  }
  if (allocation_) {
    due = allocation_->next_deadline();
    if (allocation_->failure()) return fail(*allocation_->failure());
  }
  arm(due);
  const bool has_answer =
      binding_ ? binding_->mapped().has_value()
               : allocation_ != nullptr && allocation_->state() == turn::Allocation::State::open;
  if (is_ready_ || is_over_ || !has_answer) return;
  is_ready_ = true;
  report_.took = now - begun_;
  owner_.on_contact_changed(*this);
}

void ServerContact::fail(const Failure& failure) {
  arm(std::nullopt);
  if (is_over_ || report_.failure) return;
  report_.failure = Failure{failure.kind, fmt::format("{}: {}", name_of(server_), failure.detail)};
  is_ready_ = false;
  owner_.on_contact_changed(*this);
  close();
}

bool ServerContact::on_datagram(stun::Bytes datagram, const Endpoint& from, TimePoint arrived) {
  if (target_ != from || stream_ != nullptr) return false;
  arrived_ = arrived;
  const bool is_ours = binding_ ? binding_->receive(datagram)
                                : allocation_ != nullptr && allocation_->receive(datagram, arrived);
  if (is_ours) look(arrived);
  return is_ours;
}

void ServerContact::on_error(const Endpoint& to, const Failure& failure) {
  if (target_ == to && stream_ == nullptr && !is_ready_) fail(failure);
}

/// What it was about when its time was over.
void ServerContact::give_up() {
  if (is_settled()) return;
  const std::string_view phase = stream_ != nullptr ? stream_->phase() : finder_ && !target_ ? "dns" : "";
  const std::string_view layer = !phase.empty() ? phase : server_.relays ? "turn" : "stun";
  fail({fmt::format("{}.timeout", layer), "it gave no address while the call could wait"});
}

void ServerContact::close() {
  if (is_over_) return;
  is_over_ = true;
  finder_.reset();
  binding_.reset();
  if (allocation_) allocation_->close(Clock::now());
  // The end of a stream gives back what was allocated on it (RFC 8656 3).
  if (stream_ != nullptr && stream_->phase().empty())
    stream_->finish();
  else if (stream_ != nullptr)
    stream_->abort();
  arm(allocation_ ? allocation_->next_deadline() : std::nullopt);
}

/// Also after each packet of media, so that nothing is done where nothing changed.
void ServerContact::arm(const std::optional<TimePoint>& due) {
  if (due == due_) return;
  due_ = due;
  if (due)
    timer_.arm(*due);
  else
    timer_.disarm();
}

void ServerContact::send(const stun::TransportAddress& peer, stun::Bytes data) {
  if (!is_ready_) return;
  allocation_->send(peer, data, Clock::now());
  arm(allocation_->next_deadline());
}

void ServerContact::bind_channel(const stun::TransportAddress& peer) {
  if (!is_ready_) return;
  allocation_->bind_channel(peer, Clock::now());
  arm(allocation_->next_deadline());
}

std::optional<stun::TransportAddress> ServerContact::mapped() const {
  if (!is_ready_ || stream_ != nullptr) return std::nullopt;
  return binding_ ? binding_->mapped() : allocation_->mapped();
}

void ServerContact::send_to_server(stun::Bytes message) {
  if (stream_ != nullptr)
    stream_->write({reinterpret_cast<const char*>(message.data()), message.size()});
  else
    owner_.send_from_socket(message, *target_);
}

void ServerContact::on_relayed(const stun::TransportAddress& peer, stun::Bytes data) {
  if (!is_over_) owner_.on_relayed(*this, peer, data, arrived_);
}

void ServerContact::on_stream_open(const ConnectTimes&) {
  if (!is_over_) ask(Clock::now());
}

void ServerContact::on_stream_bytes(std::string_view bytes, TimePoint arrived) {
  if (allocation_ == nullptr) return;
  arrived_ = arrived;
  const bool is_turn = reader_.read(std::as_bytes(std::span(bytes)), [this, arrived](stun::Bytes message) {
    (void)allocation_->receive(message, arrived);
  });
  if (!is_turn) allocation_->lose({"turn.protocol", "it speaks no TURN"});
  look(arrived);
}

void ServerContact::on_stream_closed(const Failure& failure) {
  if (allocation_ == nullptr) return fail(failure);
  allocation_->lose(failure);
  look(Clock::now());
}

}  // namespace cxload::net
