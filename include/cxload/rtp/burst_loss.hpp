/// BurstLoss: loss told apart by how it comes: in bursts, or alone in the gaps between them (RFC 3611 4.7.2).
#pragma once
#include <cstdint>

namespace cxload::rtp {

/// In packets: who knows how long one is makes times of them.
struct BurstLoss {
  std::uint64_t bursts = 0;
  std::uint64_t burst_packets = 0, burst_missing = 0;  ///< in all of them
  std::uint64_t gaps = 0;
  std::uint64_t gap_packets = 0, gap_missing = 0;  ///< outside of bursts

  [[nodiscard]] double burst_density() const { return share(burst_missing, burst_packets); }
  [[nodiscard]] double gap_density() const { return share(gap_missing, gap_packets); }
  [[nodiscard]] double mean_burst() const { return share(burst_packets, bursts); }  ///< packets
  [[nodiscard]] double mean_gap() const { return share(gap_packets, gaps); }        ///< packets

 private:
  [[nodiscard]] static double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
  }
};

/// Fed with what became of each packet, in order. A burst is the longest stretch that begins and ends with a
/// packet that is missing, and in which fewer than Gmin packets came between two that did not; one missing
/// packet alone is none. Threads: none; a value type.
class BurstFinder {
 public:
  static constexpr std::uint64_t least_gap = 16;  ///< Gmin, as 4.7.2 recommends

  void on_packet(bool is_missing);
  [[nodiscard]] BurstLoss counts() const;  ///< of all so far, the unfinished stretch included

 private:
  void end_stretch();
  void end_gap();

  BurstLoss settled_;
  std::uint64_t gap_ = 0;  ///< packets since the last burst, up to the stretch
  // The stretch under way begins with a missing packet; whether it is a burst, its end tells.
  std::uint64_t stretch_ = 0;  ///< packets up to its last missing one
  std::uint64_t missing_ = 0;  ///< of these
  std::uint64_t behind_ = 0;   ///< packets that came behind that one
};

}  // namespace cxload::rtp
