#include <algorithm>
#include <cmath>

#include <cxload/rtp/report_session.hpp>

namespace cxload::rtp {
namespace {

/// 6.2: at least five seconds between reports; the bandwidth of two members asks for no more.
constexpr Duration least_interval = std::chrono::seconds(5);
/// A.7: makes up for what the random choice would shorten.
constexpr double compensation = 2.71828 - 1.5;
/// Of a peer that is not mad.
constexpr Duration longest_round_trip = std::chrono::seconds(60);

std::uint64_t ntp_of(TimePoint at) {
  const auto since = at.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  const double rest = std::chrono::duration<double>(since - seconds).count();
  return static_cast<std::uint64_t>(seconds.count()) << 32 | static_cast<std::uint64_t>(rest * 4294967296.0);
}

std::uint32_t middle_of(std::uint64_t ntp) { return static_cast<std::uint32_t>(ntp >> 16); }

Duration from_fraction(std::int64_t units) {
  return std::chrono::duration_cast<Duration>(
      std::chrono::duration<double>(static_cast<double>(units) / 65536));
}

std::uint32_t to_fraction(Duration duration) {
  return static_cast<std::uint32_t>(std::llround(std::chrono::duration<double>(duration).count() * 65536));
}

}  // namespace

ReportSession::ReportSession(Random& random, Ssrc own, std::string cname, TimePoint now)
    : random_(random), own_(own), cname_(std::move(cname)), due_(now) {
  due_ = now + interval();
}

Duration ReportSession::interval() {
  const double usual = std::chrono::duration<double>(least_interval).count() * (is_first_ ? 0.5 : 1);
  is_first_ = false;
  return std::chrono::duration_cast<Duration>(
      std::chrono::duration<double>(usual * (0.5 + random_.unit()) / compensation));
}

void ReportSession::on_sent(Timestamp timestamp, std::uint32_t clock_rate, std::size_t payload,
                            TimePoint now) {
  clock_rate_ = clock_rate;
  ++packets_;
  octets_ += static_cast<std::uint32_t>(payload);
  last_timestamp_ = timestamp;
  last_sent_ = now;
}

void ReportSession::on_rtcp(std::span<const std::byte> compound, TimePoint arrived) {
  arrived_ = arrived;
  (void)read_rtcp(compound, *this);
}

void ReportSession::on_sender(Ssrc, const SenderInfo& info) {
  their_report_ = middle_of(info.ntp);
  their_report_at_ = arrived_;
}

void ReportSession::on_report(Ssrc, const ReportBlock& block) {
  if (block.source != own_) return;
  ++reports_heard_;
  remote_ =
      RemoteReport{static_cast<std::uint32_t>(block.cumulative_lost), block.fraction_lost, block.jitter};
  if (block.last_report == 0) return;
  // 6.4.1: arrival - LSR - DLSR, all modulo 2^32.
  const auto units = static_cast<std::int32_t>(middle_of(ntp_of(arrived_)) - block.last_report - block.delay);
  const Duration round_trip = from_fraction(std::max(units, 0));
  if (round_trip > longest_round_trip) return;
  round_trips_ += round_trip;
  ++round_trip_count_;
}

std::optional<Duration> ReportSession::round_trip() const {
  if (round_trip_count_ == 0) return std::nullopt;
  return round_trips_ / round_trip_count_;
}

std::size_t ReportSession::write_report(RtcpWriter& writer, TimePoint now, std::optional<Ssrc> source,
                                        const ReceiveStats& heard) {
  std::optional<SenderInfo> info;
  if (last_sent_) {
    // The same instant on both clocks.
    const double since = std::chrono::duration<double>(now - *last_sent_).count() * clock_rate_;
    info =
        SenderInfo{ntp_of(now), last_timestamp_.plus(static_cast<std::uint32_t>(since)), packets_, octets_};
  }
  std::optional<ReportBlock> block;
  if (source) {
    const std::uint64_t expected = heard.expected() - expected_before_;
    const std::uint64_t received = heard.received() - received_before_;
    block.emplace();
    block->source = *source;
    if (expected > received)
      block->fraction_lost =
          static_cast<std::uint8_t>(std::min<std::uint64_t>((expected - received) * 256 / expected, 255));
    block->cumulative_lost =
        static_cast<std::int32_t>(std::clamp<std::int64_t>(heard.cumulative_lost(), -0x800000, 0x7FFFFF));
    block->highest = heard.extended_highest();
    block->jitter = static_cast<std::uint32_t>(heard.jitter_units());
    if (their_report_) {
      block->last_report = *their_report_;
      block->delay = to_fraction(now - their_report_at_);
    }
    expected_before_ = heard.expected();
    received_before_ = heard.received();
  }
  writer.report(own_, info, block);
  writer.cname(own_, cname_);
  return writer.size();
}

std::size_t ReportSession::write(TimePoint now, std::optional<Ssrc> source, const ReceiveStats& heard,
                                 std::span<std::byte, largest> out) {
  RtcpWriter writer(out);
  due_ = now + interval();
  return write_report(writer, now, source, heard);
}

std::size_t ReportSession::write_bye(TimePoint now, std::optional<Ssrc> source, const ReceiveStats& heard,
                                     std::span<std::byte, largest> out) {
  RtcpWriter writer(out);
  write_report(writer, now, source, heard);
  writer.bye(own_);
  return writer.size();
}

}  // namespace cxload::rtp
