// The search by steps: climb until a step breaks, then climb again from a little below.
#include <algorithm>
#include <cmath>

#include <cxload/load/search.hpp>

#include "attempts_left.hpp"

namespace cxload::load {
namespace {

/// A repeat begins so many steps below the last good one: the deployment gets warm, and where it breaks is
/// not given away by where the climb begins.
constexpr int steps_below = 3;
/// Beyond this the rates of two steps can no longer be told apart, or `most` is out of reach.
constexpr int most_levels = 10'000;

class RampSearch final : public Search {
 public:
  explicit RampSearch(const RampSettings& settings) : settings_(settings) {
    while (top_ < most_levels && rate_of(top_ + 1) <= settings_.most * (1 + 1e-9)) ++top_;
  }

  std::optional<Trial> next() const override {
    if (end_ != SearchEnd::running) return std::nullopt;
    return Trial{rate_of(level_), std::nullopt, static_cast<unsigned>(good_.size()) + 1};
  }

  void note(TrialEnd end) override {
    if (end_ != SearchEnd::running) return;
    if (end == TrialEnd::generator) {
      if (!attempts_.again()) end_ = SearchEnd::generator;
      return;
    }
    attempts_ = {};
    if (end == TrialEnd::held) return on_held();
    on_broke();
  }

  SearchAnswer answer() const override {
    SearchAnswer answer;
    answer.end = end_;
    std::vector<int> sorted = good_;
    if (sorted.empty() && last_good_) sorted.push_back(*last_good_);
    std::sort(sorted.begin(), sorted.end());
    for (const int level : good_) answer.repeats.push_back(level < 0 ? 0 : rate_of(level));
    if (sorted.empty()) return with_break(answer, -1);
    const int middle = sorted[(sorted.size() - 1) / 2];
    const auto shown = [this](int level) { return level < 0 ? 0 : rate_of(level); };
    if (middle >= 0) answer.rate = rate_of(middle);
    answer.low = shown(sorted.front());
    answer.high = shown(sorted.back());
    return with_break(answer, middle);
  }

 private:
  [[nodiscard]] double rate_of(int level) const {
    const double rate = settings_.add > 0 ? settings_.from + settings_.add * level
                                          : settings_.from * std::pow(1 + settings_.growth, level);
    return std::round(rate * 1e6) / 1e6;
  }

  SearchAnswer with_break(SearchAnswer answer, int good) const {
    for (const int level : broken_)
      if (level > good && (!answer.broke_at || rate_of(level) < *answer.broke_at))
        answer.broke_at = rate_of(level);
    return answer;
  }

  void on_held() {
    last_good_ = level_;
    if (falling_) return end_repeat(level_);  // the step above broke just now
    if (level_ < top_) {
      ++level_;
    } else {
      end_repeat(level_);
      // Without a break there is nothing to repeat, unless an earlier climb broke below.
      if (broken_.empty()) end_ = SearchEnd::not_broken;
    }
  }

  void on_broke() {
    broken_.push_back(level_);
    if (last_good_) return end_repeat(*last_good_);
    if (good_.empty()) {
      end_ = SearchEnd::broke_at_start;
    } else if (level_ == 0) {
      end_repeat(-1);
    } else {
      falling_ = true;
      --level_;
    }
  }

  void end_repeat(int good) {
    good_.push_back(good);
    last_good_.reset();
    falling_ = false;
    level_ = std::max(0, good - steps_below);
    if (good_.size() >= settings_.repeats) end_ = SearchEnd::found;
  }

  const RampSettings settings_;
  int top_ = 0;  ///< the highest step that may be tried
  int level_ = 0;
  bool falling_ = false;          ///< a repeat whose first step broke
  std::optional<int> last_good_;  ///< of this climb
  std::vector<int> good_;         ///< of each climb that is over; -1: none
  std::vector<int> broken_;
  AttemptsLeft attempts_;
  SearchEnd end_ = SearchEnd::running;
};

}  // namespace

std::unique_ptr<Search> make_ramp(const RampSettings& settings) {
  return std::make_unique<RampSearch>(settings);
}

}  // namespace cxload::load
