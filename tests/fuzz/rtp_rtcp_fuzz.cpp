// Any bytes as a compound of RTCP: read without running over the end, and told of in bounds; a session that
// hears them keeps its figures possible.
#include <cstddef>
#include <cstdint>

#include <cxload/rtp/report_session.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cxload;
  const std::span bytes(reinterpret_cast<const std::byte*>(data), size);
  Random draws(1);
  const TimePoint begin{std::chrono::seconds(1000)};
  rtp::ReportSession session(draws, rtp::Ssrc{1}, "fuzz", begin);
  session.on_sent({160}, 8000, 160, begin);
  session.on_rtcp(bytes, begin + std::chrono::milliseconds(20));
  if (session.round_trip() && *session.round_trip() > std::chrono::seconds(60)) __builtin_trap();
  std::array<std::byte, rtp::ReportSession::largest> out;
  const std::size_t written =
      session.write(begin + std::chrono::seconds(1), rtp::Ssrc{2}, rtp::ReceiveStats(8000), out);
  struct Nobody final : rtp::RtcpSink {
    void on_sender(rtp::Ssrc, const rtp::SenderInfo&) override {}
    void on_report(rtp::Ssrc, const rtp::ReportBlock&) override {}
    void on_bye(rtp::Ssrc) override {}
  } nobody;
  if (!rtp::read_rtcp(std::span(out).first(written), nobody)) __builtin_trap();
  return 0;
}
