// The table of report writers: one line each.
#include <algorithm>
#include <array>

#include <cxload/report/writer.hpp>

// json is first: it is the run's record, the others are views of it.
#define CXLOAD_REPORT_WRITERS(X) \
  X(json_report)                 \
  X(html_report)                 \
  X(junit_report)                \
  X(summary_report)

namespace cxload::report {

#define X(writer) extern const Writer writer;
CXLOAD_REPORT_WRITERS(X)
#undef X

std::span<const Writer* const> writers() {
#define X(writer) &(writer),
  static constexpr auto table = std::to_array<const Writer*>({CXLOAD_REPORT_WRITERS(X)});
#undef X
  return table;
}

const Writer* find_writer(std::string_view name) {
  const auto all = writers();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Writer* w) { return w->name == name; });
  return found == all.end() ? nullptr : *found;
}

}  // namespace cxload::report
