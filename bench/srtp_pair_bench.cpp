// A packet out and one in, with SRTP: the floor (two calls of libsrtp and two system calls), and the same
// with our own transform.
#include <arpa/inet.h>
#include <array>
#include <srtp2/srtp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include <benchmark/benchmark.h>

#include <cxload/srtp/session.hpp>

namespace {

using namespace cxload;

constexpr std::size_t packet_size = 172;  // G.711, 20 ms
using Buffer = std::array<std::byte, packet_size + srtp::most_growth>;

void number(Buffer& buffer, std::uint16_t sequence) {
  buffer = {};
  buffer[0] = std::byte{0x80};
  buffer[2] = static_cast<std::byte>(sequence >> 8);
  buffer[3] = static_cast<std::byte>(sequence);
}

/// A UDP socket that hears itself.
class Loop {
 public:
  Loop() : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(own_);
    if (::bind(socket_, reinterpret_cast<sockaddr*>(&any), sizeof(any)) != 0) return;
    (void)::getsockname(socket_, reinterpret_cast<sockaddr*>(&own_), &size);
  }
  ~Loop() { ::close(socket_); }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  std::size_t pass(Buffer& buffer, std::size_t size) {
    if (::sendto(socket_, buffer.data(), size, 0, reinterpret_cast<sockaddr*>(&own_), sizeof(own_)) < 0)
      return 0;
    const ssize_t got = ::recv(socket_, buffer.data(), buffer.size(), 0);
    return got > 0 ? static_cast<std::size_t>(got) : 0;
  }

 private:
  int socket_;
  sockaddr_in own_{};
};

srtp_t reference(srtp::Profile profile, srtp_ssrc_type_t direction, std::vector<unsigned char>& key) {
  srtp_policy_t policy{};
  if (profile == srtp::Profile::aead_aes_128_gcm)
    srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
  else
    srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp);
  policy.rtcp = policy.rtp;
  policy.ssrc.type = direction;
  policy.key = key.data();
  policy.window_size = 1024;
  srtp_t context = nullptr;
  (void)srtp_create(&context, &policy);
  return context;
}

srtp::Profile profile_of(const benchmark::State& state) {
  return state.range(0) == 0 ? srtp::Profile::aead_aes_128_gcm : srtp::Profile::aes_cm_128_hmac_sha1_80;
}

std::unique_ptr<srtp::Session> make_session(srtp::Profile profile) {
  const std::vector<std::uint8_t> exported(srtp::exported_size(profile), 7);
  return srtp::Session::make(srtp::split_keys(profile, exported, true)).value();
}

void srtp_pair_floor(benchmark::State& state) {
  (void)make_session(profile_of(state));  // prepares the library
  std::vector<unsigned char> key(srtp::most_key_bytes, 7);
  srtp_t out = reference(profile_of(state), ssrc_any_outbound, key),
         in = reference(profile_of(state), ssrc_any_inbound, key);
  Loop loop;
  Buffer buffer;
  std::uint16_t sequence = 0;
  for (auto _ : state) {
    number(buffer, sequence++);
    int size = packet_size;
    if (srtp_protect(out, buffer.data(), &size) != srtp_err_status_ok)
      return state.SkipWithError("libsrtp refuses to send");
    size = static_cast<int>(loop.pass(buffer, static_cast<std::size_t>(size)));
    if (srtp_unprotect(in, buffer.data(), &size) != srtp_err_status_ok)
      return state.SkipWithError("libsrtp refuses what came");
  }
  srtp_dealloc(out);
  srtp_dealloc(in);
}
BENCHMARK(srtp_pair_floor)->ArgName("cm")->Arg(0)->Arg(1);

void srtp_pair_ours(benchmark::State& state) {
  const auto session = make_session(profile_of(state));
  Loop loop;
  Buffer buffer;
  std::uint16_t sequence = 0;
  for (auto _ : state) {
    number(buffer, sequence++);
    std::size_t size = session->protect_rtp(buffer, packet_size);
    size = loop.pass(buffer, size);
    if (session->unprotect_rtp(std::span(buffer).first(size)).verdict != srtp::Verdict::good)
      return state.SkipWithError("what was sent cannot be read");
  }
}
BENCHMARK(srtp_pair_ours)->ArgName("cm")->Arg(0)->Arg(1);

}  // namespace
