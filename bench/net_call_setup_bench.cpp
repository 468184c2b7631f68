// What it takes until a WebRTC call may speak: ICE, DTLS 1.2 and the keys of SRTP, both ends on one core; and
// the floor, a bare DTLS 1.2 handshake of OpenSSL in memory with the same certificates, ciphers and groups.
#include <array>
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>
#include <openssl/ssl.h>

#include <cxload/dtls/certificate.hpp>
#include <cxload/net/secure_channel.hpp>
#include <cxload/net/shard.hpp>

namespace {

using namespace cxload;

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

/// As browsers ask for it, and as ours does: ECDSA on P-256 both ways, X25519, AES-128-GCM, keys for SRTP.
std::unique_ptr<SSL_CTX, FreeContext> make_context() {
  std::unique_ptr<SSL_CTX, FreeContext> context(SSL_CTX_new(DTLS_method()));
  SSL_CTX_set_min_proto_version(context.get(), DTLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context.get(), "ECDHE-ECDSA-AES128-GCM-SHA256");
  SSL_CTX_set1_groups_list(context.get(), "X25519:P-256");
  SSL_CTX_set_tlsext_use_srtp(context.get(), "SRTP_AEAD_AES_128_GCM");
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_cert_verify_callback(
      context.get(), [](X509_STORE_CTX*, void*) { return 1; }, nullptr);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET);
  const auto& own = dtls::Certificate::of_this_process();
  SSL_CTX_use_certificate(context.get(), own->x509());
  SSL_CTX_use_PrivateKey(context.get(), own->key());
  return context;
}

bool shake_hands(SSL_CTX* context) {
  const std::unique_ptr<SSL, FreeSsl> client(SSL_new(context)), server(SSL_new(context));
  BIO *there = BIO_new(BIO_s_mem()), *back = BIO_new(BIO_s_mem());
  BIO_set_mem_eof_return(there, -1);
  BIO_set_mem_eof_return(back, -1);
  BIO_up_ref(there);
  BIO_up_ref(back);
  SSL_set_bio(client.get(), back, there);
  SSL_set_bio(server.get(), there, back);
  for (SSL* const end : {client.get(), server.get()}) SSL_set_mtu(end, 1200);
  SSL_set_connect_state(client.get());
  SSL_set_accept_state(server.get());
  for (int turn = 0; turn < 8; ++turn) {
    SSL_do_handshake(client.get());
    SSL_do_handshake(server.get());
    if (SSL_is_init_finished(client.get()) && SSL_is_init_finished(server.get())) break;
  }
  std::array<unsigned char, 56> keys;
  return SSL_is_init_finished(client.get()) &&
         SSL_export_keying_material(server.get(), keys.data(), keys.size(), "EXTRACTOR-dtls_srtp", 19,
                                    nullptr, 0, 0) == 1;
}

void call_setup_floor(benchmark::State& state) {
  const auto context = make_context();
  for (auto _ : state)
    if (!shake_hands(context.get())) return state.SkipWithError("the bare handshake failed");
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(call_setup_floor)->Unit(benchmark::kMicrosecond);

/// One end of a call.
struct End final : net::SecureChannelHandler {
  End(net::Shard& shard, std::size_t& waiting) : shard_(shard), waiting_(waiting) {
    channel =
        std::move(net::SecureChannel::open(shard, net::Address::loopback(), shard.random(), *this).value());
  }
  void on_channel_open(Duration, Duration) override { count(); }
  void on_channel_rtp(std::span<const std::byte>, TimePoint) override {}
  void on_channel_rtcp(std::span<const std::byte>, TimePoint) override {}
  void on_channel_failed(const Failure&) override {
    has_failed = true;
    count();
  }
  std::unique_ptr<net::SecureChannel> channel;
  bool has_failed = false;

 private:
  void count() {
    if (--waiting_ == 0) shard_.stop();
  }
  net::Shard& shard_;
  std::size_t& waiting_;
};

/// So many at a time as a busy load has: ICE waits between its checks, and others work meanwhile.
constexpr std::size_t at_a_time = 32;

bool set_up_calls(net::Shard& shard) {
  std::vector<std::unique_ptr<End>> ends;
  std::size_t waiting = 2 * at_a_time;
  for (std::size_t i = 0; i < waiting; ++i) ends.push_back(std::make_unique<End>(shard, waiting));
  for (std::size_t i = 0; i < ends.size(); i += 2) {
    net::SecureChannel &caller = *ends[i]->channel, &callee = *ends[i + 1]->channel;
    if (!callee.accept(caller.describe(true), true)) return false;
    if (!caller.accept(callee.describe(false), false)) return false;
  }
  shard.run();
  bool all = true;
  for (const auto& end : ends) {
    all = all && !end->has_failed && end->channel->is_open();
    end->channel->close();
  }
  return all;
}

void call_setup_ours(benchmark::State& state) {
  net::Shard shard(0, Random(1));
  for (auto _ : state)
    if (!set_up_calls(shard)) return state.SkipWithError("a call was not set up");
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(at_a_time));
}
BENCHMARK(call_setup_ours)->Unit(benchmark::kMicrosecond);

}  // namespace
