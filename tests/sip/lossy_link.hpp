/// LossyLink: carries messages between two test sides in virtual time; loses, doubles and reorders them.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <cxload/base/clock.hpp>
#include <cxload/base/random.hpp>

namespace cxload::sip {

struct LinkQuality {
  double loss = 0;
  double duplication = 0;
  Duration shortest{};
  Duration longest{};  ///< later ones overtake when this is more than `shortest`
};

/// A schedule of things to do; links and test users share it, so that there is one order of time.
class Schedule {
 public:
  void at(TimePoint when, std::function<void()> action) { actions_.emplace(when, std::move(action)); }
  [[nodiscard]] bool empty() const { return actions_.empty(); }
  [[nodiscard]] TimePoint next() const { return empty() ? TimePoint::max() : actions_.begin()->first; }
  void run_one() {
    const auto action = std::move(actions_.begin()->second);
    actions_.erase(actions_.begin());
    action();
  }

 private:
  std::multimap<TimePoint, std::function<void()>> actions_;  // equal times: in order of entry
};

class LossyLink {
 public:
  LossyLink(Schedule& schedule, Random& random, LinkQuality quality)
      : schedule_(schedule), random_(random), quality_(quality) {}

  void send(TimePoint now, const std::shared_ptr<const std::string>& bytes,
            const std::function<void(const std::string&)>& deliver) {
    const int copies = random_.unit() < quality_.duplication ? 2 : 1;
    for (int i = 0; i < copies; ++i) {
      if (random_.unit() < quality_.loss) continue;
      const Duration delay = random_.between(quality_.shortest, quality_.longest);
      schedule_.at(now + delay, [bytes, deliver] { deliver(*bytes); });
    }
  }

 private:
  Schedule& schedule_;
  Random& random_;
  LinkQuality quality_;
};

}  // namespace cxload::sip
