#include <srtp2/srtp.h>

#include <cxload/srtp/session.hpp>

#include "rtp_cipher.hpp"

namespace cxload::srtp {
namespace {

/// Replays are told within so many packets: twenty seconds of audio that came late.
constexpr unsigned long replay_window = 1024;
constexpr int most_streams = 16;

bool library_is_ready() {
  static const bool ready = srtp_init() == srtp_err_status_ok;
  return ready;
}

void choose_crypto(Profile profile, srtp_policy_t& policy) {
  switch (profile) {
    case Profile::aes_cm_128_hmac_sha1_80:
      srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp);
      srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtcp);
      return;
    case Profile::aead_aes_128_gcm:
      srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
      srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp);
      return;
    case Profile::aead_aes_256_gcm:
      srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy.rtp);
      srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy.rtcp);
      return;
  }
}

srtp_t make_context(const MasterKey& key, srtp_ssrc_type_t direction) {
  srtp_policy_t policy{};
  choose_crypto(key.profile(), policy);
  policy.ssrc.type = direction;
  policy.key = const_cast<unsigned char*>(key.bytes().data());  // it is only read
  policy.window_size = replay_window;
  policy.allow_repeat_tx = 0;
  srtp_t context = nullptr;
  return srtp_create(&context, &policy) == srtp_err_status_ok ? context : nullptr;
}

Verdict verdict_of(srtp_err_status_t status) {
  switch (status) {
    case srtp_err_status_ok:
      return Verdict::good;
    case srtp_err_status_replay_fail:
    case srtp_err_status_replay_old:
      return Verdict::replayed;
    case srtp_err_status_auth_fail:
      return Verdict::forged;
    default:
      return Verdict::unfit;
  }
}

std::uint32_t ssrc_of(std::span<const std::byte> packet, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | std::to_integer<std::uint32_t>(packet[at + i]);
  return value;
}

}  // namespace

/// RTP on the path of our own, RTCP, of which there is little, on libsrtp.
struct Session::Contexts {
  std::unique_ptr<RtpCipher> rtp_out, rtp_in;
  srtp_t out = nullptr, in = nullptr;
  std::uint32_t heard[most_streams] = {};
  int count = 0;

  /// libsrtp makes a stream for each SSRC that authenticates; a peer may not have as many as it likes.
  bool may_hear(std::uint32_t ssrc) {
    for (int i = 0; i < count; ++i)
      if (heard[i] == ssrc) return true;
    return count < most_streams;
  }
  void note(std::uint32_t ssrc) {
    for (int i = 0; i < count; ++i)
      if (heard[i] == ssrc) return;
    heard[count++] = ssrc;
  }
};

Session::Session(std::unique_ptr<Contexts> contexts) : contexts_(std::move(contexts)) {}

Session::~Session() {
  if (contexts_->out != nullptr) srtp_dealloc(contexts_->out);
  if (contexts_->in != nullptr) srtp_dealloc(contexts_->in);
}

Outcome<std::unique_ptr<Session>> Session::make(const KeyPair& keys) {
  Failure failure{"local.memory", "libsrtp has no memory for a call"};
  if (!library_is_ready()) return failure;
  std::unique_ptr<Session> session(new Session(std::make_unique<Contexts>()));
  session->contexts_->out = make_context(keys.send, ssrc_any_outbound);
  session->contexts_->in = make_context(keys.receive, ssrc_any_inbound);
  session->contexts_->rtp_out = RtpCipher::make(keys.send, true);
  session->contexts_->rtp_in = RtpCipher::make(keys.receive, false);
  if (session->contexts_->out == nullptr || session->contexts_->in == nullptr) return failure;
  if (!session->contexts_->rtp_out || !session->contexts_->rtp_in) return failure;
  return session;
}

std::size_t Session::protect_rtp(std::span<std::byte> buffer, std::size_t size) {
  return contexts_->rtp_out->protect(buffer, size);
}

std::size_t Session::protect_rtcp(std::span<std::byte> buffer, std::size_t size) {
  int length = static_cast<int>(size);
  if (buffer.size() < size + most_growth) return 0;
  return srtp_protect_rtcp(contexts_->out, buffer.data(), &length) == srtp_err_status_ok
             ? static_cast<std::size_t>(length)
             : 0;
}

Session::Opened Session::unprotect_rtp(std::span<std::byte> packet) {
  return contexts_->rtp_in->unprotect(packet);
}

Session::Opened Session::unprotect_rtcp(std::span<std::byte> packet) {
  if (packet.size() < 8) return {Verdict::unfit};
  const std::uint32_t ssrc = ssrc_of(packet, 4);
  if (!contexts_->may_hear(ssrc)) return {Verdict::crowded};
  int length = static_cast<int>(packet.size());
  const srtp_err_status_t status = srtp_unprotect_rtcp(contexts_->in, packet.data(), &length);
  if (status == srtp_err_status_ok) contexts_->note(ssrc);
  return {verdict_of(status), status == srtp_err_status_ok ? static_cast<std::size_t>(length) : 0};
}

}  // namespace cxload::srtp
