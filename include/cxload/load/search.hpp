/// Search: looks for the highest rate a deployment carries, trial by trial. Machines without I/O or clock:
/// they say what to try next and are told how it ended.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace cxload::load {

struct Trial {
  double rate = 0;                        ///< starts a second
  std::optional<std::uint64_t> attempts;  ///< so many starts; none: as long as a step lasts
  unsigned repeat = 1;                    ///< of the climb, from 1
};

enum class TrialEnd {
  held,
  broke,
  generator,  ///< the figures describe us: says nothing about the deployment
};

enum class SearchEnd {
  running,
  found,
  not_broken,      ///< the highest rate that may be tried still held
  broke_at_start,  ///< the first rate was too much already
  generator,       ///< we could not go on
  no_answer,       ///< so many trials without coming to an end that the deployment must be changing
};

/// What is known so far.
struct SearchAnswer {
  SearchEnd end = SearchEnd::running;
  std::optional<double> rate;       ///< the last good one; with repeats the middle of theirs
  std::optional<double> low, high;  ///< the lowest and highest last good one of the repeats
  std::optional<double> broke_at;   ///< the lowest rate above `rate` that broke
  std::vector<double> repeats;      ///< last good rate of each climb; 0: not one
};

/// Usage: while (auto trial = next()) { play it; note(how it ended); }
/// Threads: none.
class Search {
 public:
  virtual ~Search() = default;
  /// The same until note() is called; nothing when the search is over.
  [[nodiscard]] virtual std::optional<Trial> next() const = 0;
  virtual void note(TrialEnd end) = 0;
  [[nodiscard]] virtual SearchAnswer answer() const = 0;
};

/// Climbs by steps until one breaks; then climbs again from a little below, `repeats` times in all.
struct RampSettings {
  double from = 1;
  double growth = 0.1;  ///< of the rate, each step
  double add = 0;       ///< starts a second, each step; above 0 it replaces `growth`
  double most = 1e6;    ///< never tried above
  unsigned repeats = 3;
};
[[nodiscard]] std::unique_ptr<Search> make_ramp(const RampSettings& settings);

/// RFC 7502 section 4.10: the session establishment rate.
struct Rfc7502Settings {
  double from = 100;               ///< r
  std::uint64_t attempts = 50000;  ///< N
  double growth = 0.1;             ///< w
  double most = 1e6;               ///< what we may try; the RFC has no such limit
};
[[nodiscard]] std::unique_ptr<Search> make_rfc7502(const Rfc7502Settings& settings);

}  // namespace cxload::load
