// One Binding request with its retransmissions.
#include <cxload/stun/binding.hpp>
#include <cxload/stun/message.hpp>
#include <cxload/stun/writer.hpp>

namespace cxload::stun {

Binding::Binding(Random& random, TimePoint now, const Timers& timers)
    : timers_(timers), due_(now), wait_(timers.first) {
  for (auto& byte : id_) byte = static_cast<std::byte>(random.below(256));
  static_cast<void>(Writer(request_, Method::binding, Class::request, id_).fingerprint());
}

Bytes Binding::poll(TimePoint now) {
  if (state_ != State::running || now < due_) return {};
  if (sent_ >= timers_.requests) {
    state_ = State::timed_out;
    return {};
  }
  ++sent_;
  due_ = now + (sent_ == timers_.requests ? timers_.first * timers_.last_wait : wait_);
  wait_ *= 2;
  return request_;
}

bool Binding::receive(Bytes bytes) {
  const auto message = Message::parse(bytes);
  if (state_ != State::running || sent_ == 0 || !message || message->method() != Method::binding ||
      message->transaction() != id_ || (message->has_fingerprint() && !message->fingerprint_is_right()))
    return false;
  if (message->type_class() == Class::error) {
    const auto error = message->error();
    error_code_ = error ? error->code : 0U;
    state_ = State::refused;
    return true;
  }
  if (message->type_class() != Class::success) return false;
  // Servers older than RFC 5389 know only the plain address; an unknown attribute spoils the answer (6.3.3).
  mapped_ = message->xor_address(Attr::xor_mapped_address);
  if (!mapped_) mapped_ = message->address(Attr::mapped_address);
  if (message->unknown_required().count > 0) mapped_.reset();
  state_ = mapped_ ? State::answered : State::refused;
  return true;
}

std::optional<TimePoint> Binding::next_deadline() const {
  if (state_ != State::running) return std::nullopt;
  return due_;
}

}  // namespace cxload::stun
