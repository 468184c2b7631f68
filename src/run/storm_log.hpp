/// StormLog: what cutting connections on purpose did to the phones of a shard, and how they came back.
#pragma once
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include <cxload/base/clock.hpp>

namespace cxload::phone {
class Phone;
}

namespace cxload::run {

/// Of one event; of one shard, or merged.
struct StormFigures {
  bool has_happened = false;
  TimePoint at{};                        ///< as planned
  std::uint64_t cut = 0;                 ///< phones that lost their connection to it
  std::vector<Duration> returns;         ///< of each that registered again: how long it took
  std::vector<std::uint32_t> registers;  ///< REGISTER requests in each second since then

  void merge(const StormFigures& other);
  /// When this share of the phones was back; nothing when it never was.
  [[nodiscard]] std::optional<Duration> recovery(double share) const;
  [[nodiscard]] std::uint32_t peak_register_rate() const;
};

/// A phone that is away belongs to the latest event that cut it.
/// Threads: the shard's only. Bounded: by the number of phones, and an hour of seconds an event.
class StormLog {
 public:
  explicit StormLog(std::size_t events) : storms_(events) {}

  void begin(std::size_t event, TimePoint at);
  void note_cut(std::size_t event, const phone::Phone& phone);
  void note_back(const phone::Phone& phone, TimePoint now);
  void note_register(TimePoint now);
  [[nodiscard]] bool is_away(const phone::Phone& phone) const { return away_.contains(&phone); }
  [[nodiscard]] const std::vector<StormFigures>& storms() const { return storms_; }

 private:
  std::vector<StormFigures> storms_;
  std::unordered_map<const phone::Phone*, std::size_t> away_;
  TimePoint latest_{};  ///< a REGISTER is counted for the events of this moment
};

}  // namespace cxload::run
