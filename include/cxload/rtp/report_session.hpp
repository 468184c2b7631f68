/// ReportSession: when to send RTCP for one stream, what to say, and what the other side says of us (RFC 3550
/// 6.2, 6.3, 6.4, A.7).
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <cxload/base/clock.hpp>
#include <cxload/base/random.hpp>
#include <cxload/rtp/receive_stats.hpp>
#include <cxload/rtp/rtcp.hpp>

namespace cxload::rtp {

/// What the far end last told of our stream.
struct RemoteReport {
  std::uint32_t packets_lost_raw = 0;  ///< cumulative, 24 bits with a sign widened to 32
  std::uint8_t fraction_lost = 0;      ///< in 1/256
  std::uint32_t jitter = 0;            ///< in timestamp units
};

/// Two members, one stream each way. NTP times count from the clock's own epoch, as 6.4.1 allows to who has
/// no wall clock: only differences matter. Threads: none; reads no clock.
class ReportSession final : private RtcpSink {
 public:
  static constexpr std::size_t largest = 128;

  ReportSession(Random& random, Ssrc own, std::string cname, TimePoint now);

  void on_sent(Timestamp timestamp, std::uint32_t clock_rate, std::size_t payload, TimePoint now);
  void on_rtcp(std::span<const std::byte> compound, TimePoint arrived);

  [[nodiscard]] TimePoint next_deadline() const { return due_; }
  /// A compound that is due; sets the next deadline. `heard`: of the far end's stream, when it has one.
  std::size_t write(TimePoint now, std::optional<Ssrc> source, const ReceiveStats& heard,
                    std::span<std::byte, largest> out);
  /// The last word: a report and BYE.
  std::size_t write_bye(TimePoint now, std::optional<Ssrc> source, const ReceiveStats& heard,
                        std::span<std::byte, largest> out);

  /// Mean of what the far end's reports allowed to measure.
  [[nodiscard]] std::optional<Duration> round_trip() const;
  [[nodiscard]] const std::optional<RemoteReport>& remote() const { return remote_; }
  [[nodiscard]] std::uint64_t reports_heard() const { return reports_heard_; }
  [[nodiscard]] bool has_left() const { return has_left_; }  ///< the far end said BYE

 private:
  void on_sender(Ssrc from, const SenderInfo& info) override;
  void on_report(Ssrc from, const ReportBlock& block) override;
  void on_bye(Ssrc) override { has_left_ = true; }

  std::size_t write_report(RtcpWriter& writer, TimePoint now, std::optional<Ssrc> source,
                           const ReceiveStats& heard);
  [[nodiscard]] Duration interval();

  Random& random_;
  Ssrc own_;
  std::string cname_;
  TimePoint due_;
  bool is_first_ = true;
  std::uint32_t packets_ = 0, octets_ = 0;
  Timestamp last_timestamp_;
  std::uint32_t clock_rate_ = 8000;
  std::optional<TimePoint> last_sent_;
  std::uint64_t expected_before_ = 0, received_before_ = 0;
  std::optional<std::uint32_t> their_report_;  ///< middle bits of its NTP time
  TimePoint their_report_at_;
  TimePoint arrived_;  ///< of the compound being read
  Duration round_trips_{};
  std::int64_t round_trip_count_ = 0;
  std::optional<RemoteReport> remote_;
  std::uint64_t reports_heard_ = 0;
  bool has_left_ = false;
};

}  // namespace cxload::rtp
