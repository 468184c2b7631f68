// The block of the live terminal.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <cxload/report/live_view.hpp>

#include "../format.hpp"
#include "../wording.hpp"
#include "styled_line.hpp"

namespace cxload::report {
namespace {

using live::Look;
using live::StyledLine;

constexpr std::size_t label_columns = 10, figure_columns = 11, bar_columns = 20, most_classes = 3;
/// Beyond this a line is no easier to read.
constexpr std::size_t widest = 110;

std::string bar(double share) {
  const auto filled = static_cast<std::size_t>(std::round(std::clamp(share, 0.0, 1.0) * bar_columns));
  std::string out;
  for (std::size_t i = 0; i < bar_columns; ++i) out += i < filled ? "━" : "─";
  return out;
}

StyledLine title(const LiveStatus& status, std::size_t columns) {
  std::string time = clock_text(status.elapsed);
  std::string progress;
  if (status.total > Duration::zero()) {
    const double share =
        std::chrono::duration<double>(status.elapsed) / std::chrono::duration<double>(status.total);
    time += " of " + clock_text(status.total);
    progress = "  " + bar(share);
  }
  const std::size_t right = live::columns_of(time) + live::columns_of(progress);
  StyledLine line;
  line.add_left(status.name, columns > right + 12 ? columns - right - 2 : 10, Look::strong)
      .add("  ")
      .add(time);
  return line.add(progress, Look::faint);
}

StyledLine labelled(std::string_view label) {
  StyledLine line;
  line.add_left(label, label_columns, Look::faint);
  return line;
}

StyledLine rates(const LiveStatus& status) {
  StyledLine line = labelled("rate");
  if (!status.offered_rate) return line.add("no open load", Look::faint);
  const double achieved = status.achieved_rate.value_or(0);
  const bool is_short = achieved < *status.offered_rate * 0.98;
  line.add(fmt::format("{:.1f}/s offered, ", *status.offered_rate));
  return line.add(fmt::format("{:.1f}/s achieved", achieved), is_short ? Look::care : Look::plain);
}

StyledLine journeys(const LiveStatus& status) {
  StyledLine line = labelled("journeys");
  line.add(
      fmt::format("{} started, {} completed, ", count_text(status.started), count_text(status.completed)));
  line.add(fmt::format("{} failed", count_text(status.failed)), status.failed > 0 ? Look::bad : Look::plain);
  if (status.dropped > 0) line.add(fmt::format(", {} dropped", count_text(status.dropped)), Look::care);
  return line;
}

StyledLine failures(const LiveStatus& status) {
  StyledLine line = labelled("failures");
  for (std::size_t i = 0; i < std::min(status.failures.size(), most_classes); ++i)
    line.add(fmt::format("{}{} × {}", i == 0 ? "" : ", ", status.failures[i].first,
                         count_text(status.failures[i].second)));
  return line;
}

StyledLine latency(const LiveLatency& it) {
  StyledLine line;
  line.add_left(it.name, label_columns + 12);
  for (const double value : {it.p50, it.p95, it.p99})
    line.add_right(it.samples == 0 ? std::string("–") : quantity(value, it.unit), figure_columns);
  return line.add_right(count_text(it.samples), figure_columns, Look::faint);
}

void add_latencies(std::vector<StyledLine>& lines, const LiveStatus& status) {
  if (status.latencies.empty()) return;
  StyledLine head;
  head.add_left("", label_columns + 12);
  for (const std::string_view name : {"p50", "p95", "p99", "samples"})
    head.add_right(name, figure_columns, Look::faint);
  lines.push_back({});
  lines.push_back(head);
  for (const LiveLatency& it : status.latencies) lines.push_back(latency(it));
}

StyledLine gate(const LiveGate& it, std::size_t columns) {
  StyledLine line;
  switch (it.state) {
    case LiveGate::State::passing:
      line.add("✓ ", Look::good);
      break;
    case LiveGate::State::failing:
      line.add("✗ ", Look::bad);
      break;
    case LiveGate::State::pending:
      line.add("… ", Look::faint);
  }
  const std::size_t text_columns = std::min<std::size_t>(columns > 34 ? columns - 18 : 16, 60);
  line.add_left(it.text, text_columns).add(" ");
  return line.add(it.observed ? quantity(*it.observed, it.unit) : std::string("no sample yet"),
                  it.state == LiveGate::State::failing ? Look::bad : Look::faint);
}

/// Gates that fail now come first: on a small screen the others are the ones to leave out.
void add_gates(std::vector<StyledLine>& lines, const LiveStatus& status, std::size_t columns) {
  if (status.gates.empty()) return;
  lines.push_back({});
  std::vector<const LiveGate*> gates;
  gates.reserve(status.gates.size());
  for (const LiveGate& it : status.gates) gates.push_back(&it);
  std::stable_partition(gates.begin(), gates.end(),
                        [](const LiveGate* it) { return it->state == LiveGate::State::failing; });
  for (const LiveGate* it : gates) lines.push_back(gate(*it, columns));
}

}  // namespace

std::vector<std::string> live_block(const LiveStatus& status, const Screen& screen) {
  const std::size_t columns = std::min(std::max<std::size_t>(screen.columns, 1), widest);
  std::vector<StyledLine> lines = {title(status, columns), labelled("phase").add(status.phase)};
  for (const std::string& warning : status.warnings)
    lines.push_back(labelled("careful").add(warning, Look::care));
  lines.push_back(rates(status));
  lines.push_back(labelled("phones").add(fmt::format(
      "{} registered, {} in calls", count_text(status.registered), count_text(status.active_calls))));
  lines.push_back(journeys(status));
  if (!status.failures.empty()) lines.push_back(failures(status));
  add_latencies(lines, status);
  add_gates(lines, status, columns);

  // The line below the block is the cursor's; a block as high as the screen would scroll it.
  const std::size_t most = std::max<std::size_t>(screen.rows, 3) - 1;
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::min(lines.size(), most); ++i)
    out.push_back(lines[i].text(columns, screen.has_colour));
  if (lines.size() > most)
    out.back() = StyledLine()
                     .add(fmt::format("… {} more lines", lines.size() - most + 1), Look::faint)
                     .text(columns, screen.has_colour);
  return out;
}

}  // namespace cxload::report
