// RFC 7502 section 4.10, step by step, with the names that it uses.
#include <algorithm>
#include <cmath>

#include <cxload/load/search.hpp>

#include "attempts_left.hpp"

namespace cxload::load {
namespace {

/// RFC 7502 4.10: after so many good trials that found nothing better the search has come to rest.
constexpr int rests_wanted = 10;
/// RFC 7502 4.10: weights never fall below this.
constexpr double least_weight = 0.10;
/// The algorithm has no end of its own against a deployment that gets ever slower; simulated searches from
/// 100/s take 30 to 70 trials.
constexpr int most_trials = 1000;

class Rfc7502Search final : public Search {
 public:
  explicit Rfc7502Search(const Rfc7502Settings& settings)
      : settings_(settings),
        r_(settings.from),
        w_(settings.growth),
        d_(std::max(least_weight, settings.growth / 2)) {}

  std::optional<Trial> next() const override {
    if (end_ != SearchEnd::running) return std::nullopt;
    return Trial{r_, settings_.attempts, 1};
  }

  void note(TrialEnd end) override {
    if (end_ != SearchEnd::running) return;
    if (end == TrialEnd::generator) {
      if (!attempts_.again()) end_ = SearchEnd::generator;
      return;
    }
    attempts_ = {};
    if (end == TrialEnd::held)
      on_held();
    else
      on_broke();
    if (end_ == SearchEnd::running && ++trials_ >= most_trials) end_ = SearchEnd::no_answer;
  }

  SearchAnswer answer() const override {
    SearchAnswer answer;
    answer.end = end_;
    if (old_r_ > 0) answer.rate = answer.low = answer.high = old_r_;
    if (broke_at_ > old_r_) answer.broke_at = broke_at_;
    if (end_ == SearchEnd::found) answer.repeats.push_back(old_r_);
    return answer;
  }

 private:
  /// "if (s == n)": remember r when it beats the best so far, or count towards coming to rest; then grow.
  void on_held() {
    if (r_ > old_r_) {
      old_r_ = r_;
    } else if (++count_ >= rests_wanted) {
      end_ = SearchEnd::found;  // the result is max(r, old_r), and r is not above old_r here
      return;
    }
    // The best rate held after it had broken: what broke at or below it says nothing any more.
    if (broke_at_ <= old_r_) broke_at_ = 0;
    const double grown = std::floor(r_ + w_ * r_);
    if (grown > settings_.most) {
      end_ = SearchEnd::not_broken;
      return;
    }
    r_ = grown;
  }

  /// "else": shrink by d, then smaller strides both ways.
  void on_broke() {
    if (broke_at_ == 0 || r_ < broke_at_) broke_at_ = r_;
    r_ = std::floor(r_ - d_ * r_);
    d_ = std::max(least_weight, d_ / 2);
    w_ = std::max(least_weight, w_ / 2);
    if (r_ < 1) end_ = old_r_ > 0 ? SearchEnd::no_answer : SearchEnd::broke_at_start;
  }

  const Rfc7502Settings settings_;
  double r_;          ///< the rate of the next trial
  double w_, d_;      ///< weights of growing and shrinking
  double old_r_ = 0;  ///< the best rate that held
  double broke_at_ = 0;
  int count_ = 0;
  int trials_ = 0;
  AttemptsLeft attempts_;
  SearchEnd end_ = SearchEnd::running;
};

}  // namespace

std::unique_ptr<Search> make_rfc7502(const Rfc7502Settings& settings) {
  return std::make_unique<Rfc7502Search>(settings);
}

}  // namespace cxload::load
