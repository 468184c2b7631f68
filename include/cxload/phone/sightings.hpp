/// Sightings: what a shard's phones noticed of a deployment beside figures, for the notices of a report.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/base/clock.hpp>
#include <cxload/base/failure.hpp>

namespace cxload::phone {

/// Requests in the order of their ends, and since when they all ended the same bad way.
class EndingRun {
 public:
  static constexpr int no_answer = 0;

  /// `status` of a final response, or no_answer.
  void note(int status) {
    ++seen_;
    if (status != 403 && status != no_answer) {
      length_ = 0;
      good_ += status < 300 ? 1 : 0;
    } else if (length_ > 0 && status == status_) {
      ++length_;
    } else {
      status_ = status;
      length_ = 1;
    }
  }
  [[nodiscard]] std::uint64_t seen() const { return seen_; }
  [[nodiscard]] std::uint64_t good() const { return good_; }
  [[nodiscard]] std::uint64_t length() const { return length_; }  ///< of the unbroken run at the end
  [[nodiscard]] int status() const { return status_; }

 private:
  std::uint64_t seen_ = 0, good_ = 0, length_ = 0;
  int status_ = no_answer;
};

/// STUN and TURN servers: calls go on without one that fails, so somebody has to say it.
struct IceSightings {
  std::uint64_t asked = 0, failed = 0;
  std::optional<Failure> first;  ///< of the failures
};

/// Calls whose far end sent nothing more, two seconds or longer before their end.
struct SilentCalls {
  std::uint64_t count = 0;
  std::string first;   ///< its Call-ID
  Duration longest{};  ///< silence
};

/// Bounded: only the first answers tell the clock.
struct Sightings {
  EndingRun requests;
  IceSightings ice = {};
  SilentCalls silent = {};
  /// The deployment's clock against ours: Date less the time of arrival, the nearest of some answers.
  std::optional<std::chrono::seconds> clock_offset;
  unsigned dates = 0;  ///< Date headers looked at

  static constexpr unsigned most_dates = 20;
  void note_silence(const std::string& call_id, Duration silence) {
    if (silent.count++ == 0) silent.first = call_id;
    silent.longest = std::max(silent.longest, silence);
  }
  void note_date(std::string_view date, WallTime now);
};

}  // namespace cxload::phone
