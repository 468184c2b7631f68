#include "tls_stream.hpp"

#include <fmt/format.h>
#include <openssl/err.h>

#include "tls_context.hpp"
#include "tls_failure.hpp"

namespace cxload::net {

/// One call into OpenSSL: the shared memory belongs to this connection meanwhile, and what OpenSSL wrote goes
/// out at the end.
class TlsStream::Turn {
 public:
  Turn(TlsStream& stream, std::string_view received) : stream_(stream), io_(tls_io()) {
    ERR_clear_error();
    io_.in = received;
    io_.out.clear();
    io_.current = &stream;
  }
  ~Turn() {
    if (!io_.out.empty()) stream_.wire_->write(io_.out);
    io_.in = {};
    io_.current = nullptr;
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  [[nodiscard]] std::string_view unread() const { return io_.in; }

 private:
  TlsStream& stream_;
  TlsIo& io_;
};

TlsStream::TlsStream(Shard& shard, const Door& door, ByteStreamHandler& handler, const BadNetwork* network)
    : door_(door), handler_(handler), wire_(make_wire(shard, door, *this, network)) {}

std::string_view TlsStream::phase() const { return state_ == State::shaking_hands ? "tls" : wire_->phase(); }

void TlsStream::on_stream_open(const ConnectTimes& times) {
  times_ = std::make_unique<ConnectTimes>(times);
  handshake_start_ = Clock::now();
  state_ = State::shaking_hands;
  ssl_.reset(SSL_new(door_.tls->for_this_thread().context.get()));
  if (ssl_ == nullptr) return fail({"local.memory", "OpenSSL has no memory for a connection"});
  BIO* const bio = tls_bio();
  SSL_set_bio(ssl_.get(), bio, bio);
  // RFC 6066 3: literal addresses are not allowed as a server name.
  if (!Address::parse(door_.host)) SSL_set_tlsext_host_name(ssl_.get(), door_.host.c_str());
  if (ticket_) SSL_set_session(ssl_.get(), ticket_.get());
  ticket_ = nullptr;
  SSL_set_connect_state(ssl_.get());
  std::string_view nothing;
  (void)shake_hands(nothing);
}

bool TlsStream::shake_hands(std::string_view& received) {
  int result = 0;
  int error = SSL_ERROR_NONE;
  {
    Turn turn(*this, received);
    result = SSL_do_handshake(ssl_.get());
    if (result != 1) error = SSL_get_error(ssl_.get(), result);
    received = turn.unread();
  }
  if (result == 1) {
    state_ = State::open;
    const std::unique_ptr<ConnectTimes> times = std::move(times_);
    times->tls = Clock::now() - handshake_start_;
    handler_.on_stream_open(*times);
    return state_ == State::open;
  }
  if (error == SSL_ERROR_WANT_READ) return false;
  fail(refusal_ ? *refusal_ : tls_failure(false));
  return false;
}

void TlsStream::on_stream_bytes(std::string_view bytes, TimePoint arrived) {
  if (state_ == State::shaking_hands && !shake_hands(bytes)) return;
  if (state_ == State::open) read(bytes, arrived);
}

void TlsStream::read(std::string_view received, TimePoint arrived) {
  TlsIo& io = tls_io();
  for (;;) {
    std::size_t length = 0;
    int error = SSL_ERROR_NONE;
    {
      Turn turn(*this, received);
      if (SSL_read_ex(ssl_.get(), io.plain.data(), io.plain.size(), &length) != 1)
        error = SSL_get_error(ssl_.get(), 0);
      received = turn.unread();
    }
    if (error == SSL_ERROR_WANT_READ) {
      // A session ticket makes OpenSSL take a write buffer that only the next write would give back.
      SSL_free_buffers(ssl_.get());
      return;
    }
    if (error == SSL_ERROR_ZERO_RETURN)
      return fail({"tls.closed", fmt::format("{} closed the TLS connection", remote().to_string())});
    if (error != SSL_ERROR_NONE) return fail(tls_failure(true));
    const std::string_view plain(io.plain.data(), length);
    tap(ByteTap::Direction::received, plain, arrived);
    handler_.on_stream_bytes(plain, arrived);
    if (state_ != State::open) return;
  }
}

TimePoint TlsStream::write(std::string_view bytes) {
  const TimePoint now = Clock::now();
  if (state_ != State::open || bytes.empty()) return now;
  tap(ByteTap::Direction::sent, bytes, now);
  Turn turn(*this, {});
  std::size_t written = 0;
  // The BIO takes everything, so this fails only on a connection that is already broken; reading tells.
  (void)SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &written);
  return now;
}

void TlsStream::finish() {
  if (state_ == State::open) {
    Turn turn(*this, {});
    SSL_shutdown(ssl_.get());
  }
  wire_->finish();
}

TlsTicket TlsStream::take_ticket() {
  if (ssl_ == nullptr || SSL_SESSION_is_resumable(SSL_get_session(ssl_.get())) != 1) return nullptr;
  // Else OpenSSL takes a connection that ends without close_notify for an attack, and its session with it.
  SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  return {SSL_get1_session(ssl_.get()), &SSL_SESSION_free};
}

void TlsStream::abort() {
  state_ = State::dead;
  wire_->abort();
}

void TlsStream::on_stream_closed(const Failure& failure) {
  const bool in_handshake = state_ == State::shaking_hands;
  state_ = State::dead;
  if (in_handshake && failure.kind == "tcp.closed")
    return handler_.on_stream_closed({"tls.closed", failure.detail + " during the TLS handshake"});
  handler_.on_stream_closed(failure);
}

void TlsStream::fail(const Failure& failure) {
  abort();
  handler_.on_stream_closed(failure);
}

void TlsStream::tap(ByteTap::Direction direction, std::string_view bytes, TimePoint at) const {
  if (door_.tap != nullptr)
    door_.tap->on_tap({ByteTap::Layer::inside, direction, local(), remote()}, bytes, at);
}

}  // namespace cxload::net
