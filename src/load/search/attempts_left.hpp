/// AttemptsLeft: how often a trial is played again that told only about the generator.
#pragma once

namespace cxload::load {

/// One hiccup of this machine must not end a search; the same thing three times in a row is its limit.
class AttemptsLeft {
 public:
  [[nodiscard]] bool again() { return --left_ > 0; }

 private:
  int left_ = 3;
};

}  // namespace cxload::load
