// One moment on one plain line, for logs and pipelines.
#include <algorithm>

#include <fmt/format.h>

#include <cxload/report/live_view.hpp>

#include "../format.hpp"
#include "../tame.hpp"

namespace cxload::report {

std::string live_line(const LiveStatus& status) {
  std::string out = clock_text(status.elapsed);
  if (status.total > Duration::zero()) out += "/" + clock_text(status.total);
  out += fmt::format("  {}", tame_line(status.phase, 80));
  if (status.offered_rate)
    out += fmt::format("  rate {:.1f}/s of {:.1f}/s", status.achieved_rate.value_or(0), *status.offered_rate);
  out += fmt::format("  registered {}  calls {}  completed {}  failed {}", status.registered,
                     status.active_calls, status.completed, status.failed);
  if (status.dropped > 0) out += fmt::format("  dropped {}", status.dropped);
  if (!status.failures.empty()) out += fmt::format(" ({})", tame_line(status.failures.front().first, 60));
  for (const LiveLatency& it : status.latencies)
    if (it.samples > 0)
      out += fmt::format("  {} p95 {}", tame_line(it.name, 60), tame_line(quantity(it.p95, it.unit)));
  const auto failing = std::count_if(status.gates.begin(), status.gates.end(),
                                     [](const LiveGate& it) { return it.state == LiveGate::State::failing; });
  if (!status.gates.empty()) out += fmt::format("  gates failing {} of {}", failing, status.gates.size());
  if (!status.warnings.empty()) out += fmt::format("  careful: {}", tame_line(status.warnings.front(), 120));
  return out;
}

}  // namespace cxload::report
