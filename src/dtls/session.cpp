#include <array>
#include <string>

#include <fmt/format.h>
#include <openssl/err.h>

#include <cxload/dtls/session.hpp>

#include "context.hpp"
#include "datagram_bio.hpp"

namespace cxload::dtls {
namespace {

/// Fits every path that carries media today (RFC 8831 5).
constexpr long most_bytes = 1200;
constexpr Duration longest_wait = std::chrono::seconds(4);
constexpr std::string_view exporter_label = "EXTRACTOR-dtls_srtp";  // RFC 5764 4.2

/// In microseconds: longer than any handshake. See DatagramPort::let_timer_ring().
unsigned int an_hour(SSL*, unsigned int) { return 3'600'000'000U; }

std::string reason_of(unsigned long error) {
  const char* const text = ERR_reason_error_string(error);
  return text == nullptr ? "an unknown error" : text;
}

}  // namespace

struct Session::Library {
  DatagramPort port;
  CertificateJudge judge;
  std::uint64_t sent = 0;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl{nullptr, &SSL_free};
};

Session::Session(const SessionOptions& options, DatagramSink& sink, TimePoint now)
    : options_(options),
      sink_(sink),
      library_(std::make_unique<Library>()),
      begun_(now),
      flight_at_(now),
      wait_(options.first_wait) {
  library_->judge.expected = options_.expected;
  library_->port.out = [this](std::span<const std::byte> datagram) {
    ++library_->sent;
    sink_.send_dtls(datagram);
  };
  library_->ssl.reset(SSL_new(context_for(options_.certificate)));
  SSL* const ssl = library_->ssl.get();
  if (ssl == nullptr) {
    fail({"local.memory", "OpenSSL has no memory for a handshake"});
    return;
  }
  BIO* const bio = make_datagram_bio(library_->port);
  SSL_set_bio(ssl, bio, bio);
  SSL_set_ex_data(ssl, judge_index(), &library_->judge);
  SSL_set_mtu(ssl, most_bytes);
  DTLS_set_timer_cb(ssl, &an_hour);
  options_.is_client ? SSL_set_connect_state(ssl) : SSL_set_accept_state(ssl);
  if (options_.is_client) shake_hands(now);
}

Session::~Session() = default;

void Session::receive(std::span<const std::byte> datagram, TimePoint now) {
  if (state_ == State::failed || state_ == State::closed || datagram.empty()) return;
  library_->port.in = datagram;
  if (state_ == State::handshaking) {
    const std::uint64_t sent = library_->sent;
    const OSSL_HANDSHAKE_STATE before = SSL_get_state(library_->ssl.get());
    shake_hands(now);
    // What the peer said took us further: the next flight begins anew. Garbage does not hold it up.
    if (library_->sent != sent || SSL_get_state(library_->ssl.get()) != before) {
      wait_ = options_.first_wait;
      flight_at_ = now;
    }
  } else {
    read();
  }
  library_->port.in = {};
}

void Session::shake_hands(TimePoint) {
  ERR_clear_error();
  SSL* const ssl = library_->ssl.get();
  const int result = SSL_do_handshake(ssl);
  if (result == 1) return on_open();
  const int error = SSL_get_error(ssl, result);
  if (error == SSL_ERROR_WANT_READ) return;
  const unsigned long code = ERR_peek_error();
  if (library_->judge.refused)
    return fail({"dtls.fingerprint", "the certificate of the far end is not the one that its SDP named"});
  const bool by_alert = ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) >= SSL_AD_REASON_OFFSET;
  fail({by_alert ? "dtls.alert" : "dtls.handshake",
        fmt::format("{}: {}", by_alert ? "the far end ended the handshake" : "the handshake failed",
                    reason_of(code))});
}

void Session::on_open() {
  SSL* const ssl = library_->ssl.get();
  const SRTP_PROTECTION_PROFILE* const chosen = SSL_get_selected_srtp_profile(ssl);
  const auto profile = chosen == nullptr ? std::nullopt : srtp::profile_named(chosen->name);
  if (!profile) return fail({"dtls.no_srtp", "the far end agreed to no SRTP profile"});
  std::array<std::uint8_t, 2 * srtp::most_key_bytes> exported;
  const std::size_t size = srtp::exported_size(*profile);
  const int done = SSL_export_keying_material(ssl, exported.data(), size, exporter_label.data(),
                                              exporter_label.size(), nullptr, 0, 0);
  if (done != 1) return fail({"dtls.handshake", "OpenSSL exports no keys"});
  keys_ = srtp::split_keys(*profile, std::span(exported).first(size), options_.is_client);
  OPENSSL_cleanse(exported.data(), exported.size());
  state_ = State::open;
}

/// After the handshake: flights that the peer sends again are answered inside, and alerts are seen. Data is
/// of no use to us.
void Session::read() {
  ERR_clear_error();
  std::array<char, 2048> nothing;
  const int result = SSL_read(library_->ssl.get(), nothing.data(), static_cast<int>(nothing.size()));
  if (result > 0) return;
  const int error = SSL_get_error(library_->ssl.get(), result);
  if (error == SSL_ERROR_ZERO_RETURN) state_ = State::closed;
}

void Session::tick(TimePoint now) {
  const auto deadline = next_deadline();
  if (!deadline || now < *deadline) return;
  if (now >= begun_ + options_.give_up)
    return fail({"dtls.timeout", "the far end did not finish the DTLS handshake in time"});
  library_->port.let_timer_ring();
  ERR_clear_error();
  if (DTLSv1_handle_timeout(library_->ssl.get()) < 0)
    return fail({"dtls.timeout", "nothing came back for a flight of the DTLS handshake"});
  flight_at_ = now;
  wait_ = std::min(wait_ * 2, longest_wait);
}

std::optional<TimePoint> Session::next_deadline() const {
  if (state_ != State::handshaking) return std::nullopt;
  return std::min(flight_at_ + wait_, begun_ + options_.give_up);
}

void Session::close() {
  if (state_ == State::open) SSL_shutdown(library_->ssl.get());
  if (state_ == State::open || state_ == State::handshaking) state_ = State::closed;
}

void Session::fail(Failure failure) {
  state_ = State::failed;
  failure_ = std::move(failure);
}

}  // namespace cxload::dtls
