// What a run leaves on the screen.
#include <algorithm>

#include <fmt/format.h>

#include <cxload/report/live_view.hpp>
#include <cxload/report/writer.hpp>

#include "../format.hpp"
#include "../wording.hpp"
#include "styled_line.hpp"

namespace cxload::report {
namespace {

using live::Look;
using live::StyledLine;

constexpr std::size_t most_passed_gates = 12, most_failures = 5, widest_gate = 48;
/// Nothing is redrawn here, so long lines may wrap as the terminal likes.
constexpr std::size_t unlimited = 100'000;

Look look_of(result::VerdictStatus status) {
  switch (status) {
    case result::VerdictStatus::pass:
      return Look::good;
    case result::VerdictStatus::fail:
    case result::VerdictStatus::unreachable:
      return Look::bad;
    default:
      return Look::care;
  }
}

void add_verdict(std::vector<StyledLine>& lines, const result::RunResult& run) {
  StyledLine line;
  line.add(verdict_word(run.verdict.status), look_of(run.verdict.status))
      .add("  ")
      .add(run.run.name, Look::strong);
  lines.push_back(std::move(line.add(fmt::format("  {}", headline(run)))));
  // Gates and failures have their own lists below.
  for (const std::string& reason : further_reasons(run))
    if (gate_behind(run, reason) == nullptr && failure_behind(run, reason) == nullptr)
      lines.push_back(StyledLine().add("  - ").add(reason));
}

void add_gates(std::vector<StyledLine>& lines, const result::RunResult& run) {
  if (run.thresholds.empty()) return;
  std::size_t gate_columns = 0, passed = 0;
  for (const auto& gate : run.thresholds) gate_columns = std::max(gate_columns, live::columns_of(gate.text));
  gate_columns = std::min(gate_columns, widest_gate);
  lines.push_back({});
  for (const auto* gate : gates_in_order(run)) {
    if (gate->pass && ++passed > most_passed_gates) continue;
    StyledLine line;
    line.add(gate->pass ? "  ✓ " : "  ✗ ", gate->pass ? Look::good : Look::bad)
        .add_left(gate->text, gate_columns);
    line.add("  ").add_right(observed_text(*gate), 12, gate->pass ? Look::plain : Look::bad);
    lines.push_back(std::move(line.add(fmt::format("  {}", margin_text(*gate)), Look::faint)));
  }
  if (passed > most_passed_gates)
    lines.push_back(
        StyledLine().add(fmt::format("  and {} more that passed", passed - most_passed_gates), Look::faint));
}

void add_notices(std::vector<StyledLine>& lines, const result::RunResult& run) {
  if (run.notices.empty()) return;
  lines.push_back({});
  for (const result::Notice& notice : run.notices)
    lines.push_back(StyledLine().add("  ! ", Look::care).add(notice.text));
}

void add_failures(std::vector<StyledLine>& lines, const result::RunResult& run) {
  if (run.failures.empty()) return;
  lines.push_back({});
  for (std::size_t i = 0; i < std::min(run.failures.size(), most_failures); ++i) {
    const auto& group = run.failures[i];
    StyledLine line;
    line.add_right(count_text(group.count), 8, Look::bad).add(" × ").add(group.kind, Look::strong);
    if (!group.journey.empty()) line.add(" in ").add(group.journey);
    lines.push_back(std::move(line.add(": ").add(group.explain, Look::faint)));
  }
  if (run.failures.size() > most_failures)
    lines.push_back(StyledLine().add(
        fmt::format("  and {} more kinds of failure in the report", run.failures.size() - most_failures),
        Look::faint));
}

/// How to see the first failed journey once more.
void add_again(std::vector<StyledLine>& lines, const result::RunResult& run,
               const std::filesystem::path& folder) {
  for (const auto& group : run.failures) {
    const std::string& id = group.example.journey_id;
    if (id.empty()) continue;
    return lines.push_back(StyledLine()
                               .add_left("  again", 12, Look::faint)
                               .add(fmt::format("cxload rerun {} --journey {}", folder.string(), id)));
  }
}

}  // namespace

std::string final_block(const result::RunResult& run, const std::filesystem::path& folder,
                        const Screen& screen) {
  std::vector<StyledLine> lines;
  add_verdict(lines, run);
  add_gates(lines, run);
  add_failures(lines, run);
  add_notices(lines, run);
  lines.push_back({});
  for (const Writer* writer : writers())
    lines.push_back(StyledLine()
                        .add_left(fmt::format("  {}", writer->name), 12, Look::faint)
                        .add((folder / writer->file_name).string()));
  add_again(lines, run, folder);
  std::string out;
  for (const StyledLine& line : lines) out += line.text(unlimited, screen.has_colour) + "\n";
  return out;
}

}  // namespace cxload::report
