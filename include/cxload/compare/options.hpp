/// Options of a comparison: what counts as a change, and how sure it has to be.
#pragma once

namespace cxload::compare {

struct Options {
  // A change matters from here on; the defaults are what operators of voice services act on.
  double min_relative = 0.05;     ///< of a time: 5 %, and
  double min_milliseconds = 0.1;  ///< this much in absolute terms
  double min_ratio = 0.001;       ///< of a ratio: 0.1 percentage points
  double false_alarms = 0.05;     ///< of whole comparisons of equals, at most
  double seen_relative = 0.10;    ///< sample sizes are asked for so that a time this much worse
  double seen_ratio = 0.01;       ///< or a ratio this much worse
  double power = 0.90;            ///< is found this often
};

}  // namespace cxload::compare
