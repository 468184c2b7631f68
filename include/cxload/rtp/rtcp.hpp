/// RTCP: compound packets, read in place and written into a caller's buffer (RFC 3550 6, A.2).
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <cxload/rtp/sequence.hpp>

namespace cxload::rtp {

/// What a receiver says of one source (6.4.1); jitter in its timestamp units, times in 1/65536 s.
struct ReportBlock {
  Ssrc source{};
  std::uint8_t fraction_lost = 0;  ///< of the last interval, in 1/256
  std::int32_t cumulative_lost = 0;
  std::uint32_t highest = 0;  ///< extended sequence number
  std::uint32_t jitter = 0;
  std::uint32_t last_report = 0;  ///< middle 32 bits of the NTP time of the last sender report; 0: none came
  std::uint32_t delay = 0;        ///< since that report
  bool operator==(const ReportBlock&) const = default;
};

struct SenderInfo {
  std::uint64_t ntp = 0;  ///< 32.32 fixed point
  Timestamp timestamp;
  std::uint32_t packets = 0, octets = 0;
  bool operator==(const SenderInfo&) const = default;
};

/// Told what a compound packet holds, in its order. Other kinds of packets are passed over.
class RtcpSink {
 public:
  virtual void on_sender(Ssrc from, const SenderInfo& info) = 0;
  virtual void on_report(Ssrc from, const ReportBlock& block) = 0;
  virtual void on_bye(Ssrc from) = 0;

 protected:
  ~RtcpSink() = default;
};

/// False when the lengths do not add up (A.2); the sink hears nothing then. Reduced-size packets (RFC 5506)
/// are read too.
bool read_rtcp(std::span<const std::byte> bytes, RtcpSink& sink);

/// Packets one behind the other in a buffer that is large enough: 128 octets for what write_report makes.
class RtcpWriter {
 public:
  explicit RtcpWriter(std::span<std::byte> out) : out_(out) {}
  /// SR when `info` is there, else RR; at most one block.
  void report(Ssrc from, const std::optional<SenderInfo>& info, const std::optional<ReportBlock>& block);
  void cname(Ssrc of, std::string_view name);  ///< SDES; at most 32 octets of the name
  void bye(Ssrc of);
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  void word(std::uint32_t value);
  void header(unsigned count, unsigned type, std::size_t words);
  std::span<std::byte> out_;
  std::size_t size_ = 0;
};

}  // namespace cxload::rtp
