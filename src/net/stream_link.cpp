#include "stream_link.hpp"

#include <fmt/format.h>

#include "tls_stream.hpp"

namespace cxload::net {
namespace {

/// Longer waits for a peer's goodbye would only keep a descriptor from a phone that wants one.
constexpr auto goodbye_time = std::chrono::seconds(2);

}  // namespace

std::unique_ptr<ByteStream> make_stream(Shard& shard, const Door& door, ByteStreamHandler& handler,
                                        const BadNetwork* network) {
  if (is_encrypted(door.scheme)) return std::make_unique<TlsStream>(shard, door, handler, network);
  return make_wire(shard, door, handler, network);
}

StreamLink::StreamLink(Shard& shard, const Door& door, LinkHandler& handler)
    : shard_(shard),
      door_(door),
      handler_(&handler),
      stream_(make_stream(shard, door, *this)),
      timer_(shard, [this](TimePoint now) { on_timer(now); }) {}

void StreamLink::start() {
  if (state_ != State::connecting) return;
  timer_.arm(Clock::now() + door_.connect_timeout);
  stream_->start();
}

void StreamLink::impair(const BadNetwork& network) {
  is_websocket_blocked_ = network.profile.is_websocket_blocked;
  stream_ = make_stream(shard_, door_, *this, &network);
}

void StreamLink::opened(const ConnectTimes& times) {
  timer_.disarm();
  state_ = State::open;
  handler_->on_link_open(times);
}

void StreamLink::close() {
  handler_ = nullptr;
  if (state_ != State::open) return end();
  state_ = State::closing;
  timer_.arm(Clock::now() + goodbye_time);
  say_goodbye();
}

bool StreamLink::abandon() {
  handler_ = nullptr;
  if (state_ == State::closing) return true;
  end();
  return false;
}

void StreamLink::end() {
  state_ = State::dead;
  handler_ = nullptr;
  timer_.disarm();
  stream_->abort();
}

void StreamLink::on_stream_closed(const Failure& failure) {
  if (state_ == State::dead) return;
  if (state_ != State::closing) return fail(failure);
  end();
  shard_.impl().release(*this);
}

void StreamLink::fail(const Failure& failure) {
  LinkHandler* const handler = handler_;
  end();
  if (handler != nullptr) handler->on_link_closed(failure);
}

void StreamLink::on_timer(TimePoint) {
  if (state_ == State::open) return on_timer_while_open();
  if (state_ == State::closing) return on_stream_closed({});
  if (state_ != State::connecting) return;
  std::string_view phase = stream_->phase();
  if (phase.empty()) phase = unfinished_phase();
  const auto limit = std::chrono::duration<double>(door_.connect_timeout).count();
  fail({fmt::format("{}.timeout", phase),
        fmt::format("no connection to {} port {} within {} s, the last wait was for {}", door_.host,
                    door_.port, limit, phase)});
}

}  // namespace cxload::net
