#include "faulty_pipe.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace cxload::standin {
namespace {

constexpr unsigned packets_before_it_stops = 75;

/// "… ADDRESS PORT typ host": the port that stands for all.
std::string with_port(const std::string& candidate, std::uint16_t port) {
  const std::size_t end = candidate.find(" typ ");
  if (end == std::string::npos) return candidate;
  const std::size_t begin = candidate.rfind(' ', end - 1);
  return fmt::format("{} {}{}", candidate.substr(0, begin), port, candidate.substr(end));
}

/// Another certificate's: one digit of the first octet differs.
void spoil_fingerprint(std::string& fingerprint) {
  char& digit = fingerprint[fingerprint.find(' ') + 1];
  digit = digit == 'A' ? 'B' : 'A';
}

}  // namespace

class FaultyPipe final : public MediaPipe {
 public:
  FaultyPipe(std::unique_ptr<MediaPipe> pipe, FaultyPipes& others, const MediaFaults& faults, bool is_secure)
      : pipe_(std::move(pipe)), others_(others), faults_(faults), is_secure_(is_secure) {
    others_.all_.push_back(this);
  }
  ~FaultyPipe() override { std::erase(others_.all_, this); }
  FaultyPipe(const FaultyPipe&) = delete;
  FaultyPipe& operator=(const FaultyPipe&) = delete;

  [[nodiscard]] std::uint16_t port() const override {
    return faults_.fixed_port ? others_.all_.front()->pipe_->port() : pipe_->port();
  }
  [[nodiscard]] std::uint16_t rtcp_port() const override { return pipe_->rtcp_port(); }
  void set_remote(const net::Endpoint& rtp, const net::Endpoint& rtcp) override {
    pipe_->set_remote(rtp, rtcp);
  }

  void send(PacketBuffer& buffer, std::size_t size) override {
    if (faults_.stops && ++said_ > packets_before_it_stops) return;
    if (faults_.one_way || (faults_.loss > 0 && others_.random_.unit() < faults_.loss)) return;
    if (faults_.ssrc_flap) write_noise(std::span(buffer).subspan(8, 4));
    if (faults_.garbage) {
      write_noise(std::span(buffer).first(size));
      return pipe_->send_clear(buffer, size);
    }
    MediaPipe& way = faults_.crossed ? *next().pipe_ : *pipe_;
    faults_.clear_rtp ? way.send_clear(buffer, size) : way.send(buffer, size);
    // Plain RTP: the same octets again. What is encrypted its own pipe repeats.
    if (faults_.replays && !is_secure_)
      for (unsigned i = 1; i < copies_of_a_replay; ++i) way.send(buffer, size);
  }
  void send_rtcp(PacketBuffer& buffer, std::size_t size) override {
    if (!faults_.one_way && !faults_.crossed) pipe_->send_rtcp(buffer, size);
  }
  Outcome<> accept(const sdp::SecureTransport& remote, bool is_offer) override {
    return pipe_->accept(remote, is_offer);
  }

  sdp::SecureTransport describe(bool is_offer) override {
    sdp::SecureTransport said = pipe_->describe(is_offer);
    if (faults_.wrong_fingerprint) spoil_fingerprint(said.fingerprint);
    if (faults_.no_crypto) said.crypto.clear();
    if (faults_.no_rtcp_mux) said.has_rtcp_mux = false;
    if (faults_.wrong_role && said.setup != sdp::Setup::actpass)
      said.setup = said.setup == sdp::Setup::active ? sdp::Setup::passive : sdp::Setup::active;
    if (faults_.fixed_port)
      for (std::string& candidate : said.candidates) candidate = with_port(candidate, port());
    return said;
  }

 private:
  void write_noise(std::span<std::byte> out) {
    for (std::byte& octet : out) octet = static_cast<std::byte>(others_.random_.next());
    // No version 2: else some of it would be RTP.
    if (faults_.garbage) out[0] |= std::byte{0xC0};
  }
  /// The call behind this one; of a single call its own.
  [[nodiscard]] FaultyPipe& next() {
    const auto self = std::find(others_.all_.begin(), others_.all_.end(), this);
    const auto after = std::next(self);
    return after == others_.all_.end() ? *others_.all_.front() : **after;
  }

  std::unique_ptr<MediaPipe> pipe_;
  FaultyPipes& others_;
  MediaFaults faults_;
  bool is_secure_;
  unsigned said_ = 0;  ///< packets
};

std::unique_ptr<MediaPipe> FaultyPipes::wrap(std::unique_ptr<MediaPipe> pipe, const MediaFaults& faults,
                                             bool is_secure) {
  if (!pipe || !faults.any_in_pipe()) return pipe;
  return std::make_unique<FaultyPipe>(std::move(pipe), *this, faults, is_secure);
}

}  // namespace cxload::standin
