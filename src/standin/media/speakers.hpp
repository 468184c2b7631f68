/// What a number says on its port: one class a kind, each on a pipe of either make.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include <cxload/media/sender_clock.hpp>
#include <cxload/media/source.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/rtp/telephone_event.hpp>

#include "pipe.hpp"
#include "port.hpp"

namespace cxload::standin {

/// A port that says nothing: of a number without media, called by a phone that wants ICE all the same.
class SilentPort : public MediaPort {
 public:
  void use(std::unique_ptr<MediaPipe> pipe) { pipe_ = std::move(pipe); }
  [[nodiscard]] std::uint16_t port() const override { return pipe_->port(); }
  void set_remote(const MediaRemote& remote) override {
    remote_ = remote;
    pipe_->set_remote(remote.address);
  }
  Outcome<> accept(const sdp::SecureTransport& remote, bool is_offer) override {
    return pipe_->accept(remote, is_offer);
  }
  sdp::SecureTransport describe(bool is_offer) override { return pipe_->describe(is_offer); }
  virtual void on_rtp(std::span<const std::byte>) {}

 protected:
  std::unique_ptr<MediaPipe> pipe_;
  std::optional<MediaRemote> remote_;
};

/// Sends back what it hears.
class EchoPort : public SilentPort {
 public:
  void on_rtp(std::span<const std::byte> packet) override;
};

/// Reads what is pressed (RFC 4733).
class DigitPort : public SilentPort {
 public:
  void on_rtp(std::span<const std::byte> packet) override;
  [[nodiscard]] std::string digits() const override { return digits_; }

 private:
  rtp::DigitReader reader_;
  std::string digits_;
};

/// 1 kHz in whatever codec was agreed on.
class TonePort : public SilentPort {
 public:
  static constexpr std::uint64_t endless = UINT64_MAX;
  explicit TonePort(net::Shard& shard, std::uint64_t frames = endless);
  void set_remote(const MediaRemote& remote) override;

 private:
  void on_due(TimePoint now);
  void send(std::uint64_t index);

  std::uint64_t frames_;  ///< then it is silent
  net::Timer timer_;
  std::optional<media::SenderClock> clock_;
  const media::Codec* codec_ = nullptr;
  std::shared_ptr<const media::Source> tone_;
  std::uint32_t ssrc_ = 0;
  std::uint32_t first_timestamp_ = 0;
  std::uint16_t first_sequence_ = 0;
};

/// Beeps, and then keeps what it hears: G.711 only, three minutes at most.
class RecordPort : public TonePort {
 public:
  explicit RecordPort(net::Shard& shard);
  void on_rtp(std::span<const std::byte> packet) override;
  [[nodiscard]] std::vector<std::int16_t> recorded() const override { return samples_; }

 private:
  std::optional<std::uint32_t> first_timestamp_;
  std::vector<std::int16_t> samples_;
};

}  // namespace cxload::standin
